/** What the command line answers with; listed in docs/operations.md. */
export const exitCodes = {
  /** Done. */
  ok: 0,
  /** It failed; the sentence on standard error says why. */
  failed: 1,
  /** The command or a setting was not understood. */
  usage: 2,
  /** A file was taken, but rows of it were refused; they stand in the report. */
  rowsRefused: 3,
  /** A check found differences, which are listed. */
  differences: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An end with one clear sentence for the person at the terminal and no stack trace. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(sentence: string, exitCode: ExitCode = exitCodes.failed) {
    super(sentence);
    this.exitCode = exitCode;
  }
}
