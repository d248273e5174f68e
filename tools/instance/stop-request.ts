// Somebody wants us to stop: SIGTERM from a process manager, Ctrl-C, a closed terminal. The first
// request is honoured in order; whoever presses Ctrl-C again wants out now, and the kernel then ends the
// children with us (see processes/child.ts).
export function untilStopIsAsked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isAsked = false;
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (isAsked && signal === 'SIGINT') process.exit(130);
        isAsked = true;
        resolve(signal);
      });
    }
  });
}
