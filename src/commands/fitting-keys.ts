import { type Database, type KeyFault, type KeyRing, useKeys } from '#platform';
import { CommandError } from './exit-codes.ts';

/** Throws CommandError when the keys are not the ones that this database was used with; notes them at their first use. */
export async function refuseOtherKeys(database: Database, keys: KeyRing): Promise<void> {
  const fault = await useKeys(database, keys);
  if (fault) throw new CommandError(`${foundFault(fault)} ${mendFault(fault)}`);
}

export function foundFault({ kind, keyId }: KeyFault): string {
  if (kind === 'missing')
    return `The master keys are not the ones that this database was sealed with: key ${keyId} is not among them.`;
  if (kind === 'other')
    return `The master keys are not the ones that this database was sealed with: key ${keyId} is another one of the same name.`;
  return `The master keys are in another order: look-ups in this database are made with key ${keyId}, which must be the last.`;
}

export function mendFault({ kind, keyId }: KeyFault): string {
  return kind === 'index'
    ? `Put newer keys in front of key ${keyId} in MASTER_KEYS, and nothing behind it.`
    : `Bring back key ${keyId} in MASTER_KEYS or the key file (.goid/master-keys), or use another database.`;
}
