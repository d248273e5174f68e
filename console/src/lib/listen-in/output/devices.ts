// Which loudspeakers and headsets this post has, and whether one of them just went away. Pure, because a
// browser tells only that something changed.

export type OutputDevice = { id: string; name: string };

/** The one the system chose; also what is left when a chosen one is gone. */
export const systemOutput = '';

export function outputsIn(devices: readonly MediaDeviceInfo[]): OutputDevice[] {
  // Without the permission that browsers tie to it there is one entry, without a name: the system's own.
  return devices
    .filter(({ kind, deviceId }) => kind === 'audiooutput' && !generic.has(deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

/** Chromium lists the system's choice again under these. */
const generic = new Set(['', 'default', 'communications']);

/**
 * Whether what is listened with went away: the chosen device is not there any more, or, when the system
 * chooses, any of those that were there, for nobody can tell which one it was.
 */
export function isLost(
  chosen: string,
  before: readonly OutputDevice[],
  after: readonly OutputDevice[],
): boolean {
  const has = (id: string) => after.some((device) => device.id === id);
  if (chosen !== systemOutput) return !has(chosen);
  return before.some(({ id }) => !has(id));
}
