// Named points on a press's way at which the process can be told to kill itself, as a power cut would.
// Only the fault tests name one (ACHTERWACHT_DIE_AT); otherwise this does nothing.

export type FaultPointName = 'received' | 'decoded' | 'decided' | 'committed' | 'answered';
export type FaultPoint = (name: FaultPointName) => void;

export function createFaultPoint(dieAt: string | undefined): FaultPoint {
  if (dieAt === undefined) return () => {};
  return (name) => {
    if (name === dieAt) process.kill(process.pid, 'SIGKILL');
  };
}
