// Where Node keeps what it compiled (vitest.config.ts), for programs that a test starts with an environment
// made by itself.
export const compileCache = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '' };
