/** Runs in the page before anything else: notes every pulse that is started, by its frequency. */
export function spyOnSound(): void {
  const sounds: { at: number; frequency: number }[] = [];
  Object.assign(window, { sounds });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when?: number) {
    sounds.push({ at: performance.now(), frequency: Math.round(this.frequency.value) });
    return start.call(this, when);
  };
}
