// A machine whose clock somebody sets, as one process sees it: loaded before a program (`node --import`),
// it moves what `Date` says to ten minutes ahead on one signal and to ten minutes behind on another. The
// monotonic clock runs on, as it does when a real clock is set; setting that one would touch everything
// on the machine.
import process from 'node:process';
import { stepSignals } from './stepped-clock-signals.ts';

const stepMilliseconds = 600_000;

const RealDate = Date;
let offMilliseconds = 0;

const now = () => RealDate.now() + offMilliseconds;

globalThis.Date = new Proxy(RealDate, {
  construct: (real, given: unknown[], newTarget) =>
    Reflect.construct(real, given.length === 0 ? [now()] : given, newTarget) as object,
  apply: () => new RealDate(now()).toString(),
  get: (real, name, receiver) =>
    name === 'now' ? now : (Reflect.get(real, name, receiver) as unknown),
});

// Where to and not how far: the kernel makes one of two equal signals that come close together.
process.on(stepSignals.ahead, () => {
  offMilliseconds = stepMilliseconds;
});
process.on(stepSignals.behind, () => {
  offMilliseconds = -stepMilliseconds;
});
