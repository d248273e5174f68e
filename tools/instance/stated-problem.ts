/**
 * Something the person at the keyboard can mend. Its message is one whole sentence and is all they see:
 * a stack trace would hide it. Everything else that is thrown is a bug and keeps its trace.
 */
export class StatedProblem extends Error {
  readonly exitCode: number;

  /** @param exitCode 1: could not be done; 2: it was asked in a way nobody understands. */
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
