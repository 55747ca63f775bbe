import type { Config } from '#platform';
import type { ExitCode } from './exit-codes.ts';

export type Options = Readonly<Record<string, string | boolean | undefined>>;

export type CommandInput = {
  readonly config: Config;
  readonly words: readonly string[];
  readonly options: Options;
  /** True on a terminal: long work shows its progress. */
  readonly interactive: boolean;
};

export type Command = {
  /** Shown by --help, one line per form. */
  readonly usage: readonly string[];
  /** Set when words may follow the name; the command itself says which it understands. */
  readonly takesWords?: true;
  /** Options by long name; a value names what it takes, `true` marks a switch. */
  readonly options?: Readonly<Record<string, { readonly takes?: string; readonly about: string }>>;
  readonly details?: string;
  readonly run: (input: CommandInput) => Promise<ExitCode>;
};

/** Progress for people: one line that rewrites itself on a terminal, silence in a pipe. */
export function progressLine(interactive: boolean): { show(text: string): void; done(): void } {
  let shown = false;
  return {
    show(text) {
      if (!interactive) return;
      shown = true;
      process.stderr.write(`\r\u001b[2K${text}`);
    },
    done() {
      if (shown) process.stderr.write('\r\u001b[2K');
    },
  };
}
