import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProof, type HeadKeys, headKeysOf, headText, type ProofFault, publicHeadKeys } from '#activity';
import { z } from 'zod';
import type { CommandInput } from './command.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { homeFolder, openKeyRing } from './home.ts';

const sentences: Record<ProofFault, string> = {
  unreadable: 'This is no proof: it cannot be read as one.',
  changed: 'The proof does not hold: something in it is not as it was sealed.',
  'unknown-key': 'The proof is signed with a key that is not among the known ones.',
};

/** Checks a proof that a member has downloaded, by public keys alone. */
export async function checkProofFile({ config, options }: CommandInput, file: string): Promise<ExitCode> {
  const keys =
    typeof options['keys'] === 'string' ? keysFromFile(options['keys']) : keysOfInstallation(config);
  const checked = checkProof(readText(file), keys);
  if (!checked.ok) {
    const answer = { holds: false, fault: checked.refusal };
    process.stdout.write(options['json'] ? `${JSON.stringify(answer)}\n` : `${sentences[checked.refusal]}\n`);
    return exitCodes.differences;
  }
  const { entry, batch } = checked.value;
  const answer = { holds: true, entry, batch: batch.number, sealedAt: batch.sealedAt, head: headText(batch) };
  const lines = [
    'The proof holds.',
    `  entry   ${entry.id}: ${entry.event}, ${entry.at}`,
    `  batch   ${batch.number}, sealed ${batch.sealedAt}`,
    `  head    ${answer.head}`,
    'Whether the chain still holds this head, the page /proof/heads says, and ./goid audit verify.',
  ];
  process.stdout.write(options['json'] ? `${JSON.stringify(answer)}\n` : `${lines.join('\n')}\n`);
  return exitCodes.ok;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

const publishedKeys = z.object({
  keys: z.array(z.object({ keyId: z.string(), publicKey: z.string() })).min(1),
});

function keysFromFile(file: string): HeadKeys {
  try {
    return headKeysOf(publishedKeys.parse(JSON.parse(readText(file))).keys);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`The file ${file} holds no keys. Save /proof/heads.json and name that.`);
  }
}

/** Never makes a ring: a new one would know no proof. */
function keysOfInstallation(config: CommandInput['config']): HeadKeys {
  if (!config.MASTER_KEYS && !existsSync(join(homeFolder(config), 'master-keys')))
    throw new CommandError(
      'There are no keys here. Save the page /proof/heads.json of the sign-in address and name it with --keys FILE.',
    );
  return headKeysOf(publicHeadKeys(openKeyRing(config)));
}
