// How a process with a stepped clock (stepped-clock.ts) is told to step; apart from it, because loading
// that one is what makes a clock steppable.
export const stepSignals = { ahead: 'SIGUSR2', behind: 'SIGHUP' } as const;
