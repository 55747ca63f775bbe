/** What the command line answers with; listed in docs/operations.md. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, rowsRefused: 3, differences: 4 } as const;

/** What each means, for docs/operations.md. */
export const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'Done.',
  failed: 'It failed; the sentence on standard error says why.',
  usage: 'The command or a setting was not understood.',
  rowsRefused: 'A file was taken, but rows of it were refused; they stand in the report.',
  differences: 'A check found differences, which are listed.',
};

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
