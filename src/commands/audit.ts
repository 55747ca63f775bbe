import type { Command, CommandInput } from './command.ts';
import { checkProofFile } from './audit-check.ts';
import { verifyAudit } from './audit-verify.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';

export const auditCommand: Command = {
  takesWords: true,
  usage: ['verify [--heads FILE] [--json]', 'check FILE [--keys FILE] [--json]'],
  options: {
    heads: {
      takes: 'FILE',
      about:
        'verify: heads that were published, from AUDIT_HEADS_DIR or the page /proof/heads.json. Default: the file in AUDIT_HEADS_DIR.',
    },
    keys: {
      takes: 'FILE',
      about: 'check: the public keys, as /proof/heads.json gives them. Default: those of this installation.',
    },
    json: { about: 'Prints the result as JSON.' },
  },
  details:
    'verify reads the whole record and names each change, deletion, insertion, other order and cut end; it ends with 4 when there is one.\ncheck looks at one proof that a member has downloaded; it needs no database, and ends with 4 when the proof does not hold.',
  run: (input) => run(input),
};

async function run(input: CommandInput): Promise<ExitCode> {
  const [verb, file, ...more] = input.words;
  if (verb === 'verify' && file === undefined) return verifyAudit(input);
  if (verb === 'check' && file !== undefined && more.length === 0) return checkProofFile(input, file);
  throw new CommandError(
    'Say what to prove: ./goid audit verify, or ./goid audit check FILE.',
    exitCodes.usage,
  );
}
