import { record } from '#activity';
import { openCase } from '#cases';
import { objectionHash } from './freeze.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

/** Whether a link or a code stands for a freeze that still holds. Looking says nothing. */
export async function canObject({ database }: AccountServices, typed: string): Promise<boolean> {
  return (await queries.freezeToObject(database, objectionHash(typed))) !== undefined;
}

/**
 * "I am alive", said with the link or the code of our notice. It opens nothing by itself: whoever has the phone of somebody
 * who died has it too. It stops the death from being entered on the register, and puts a case on the desk; said again it is
 * the same case. Undefined for what is made up or lifted. Whoever calls it takes a try first: `takeStopTry`.
 */
export async function objectToFreeze(
  { database, clock }: AccountServices,
  typed: string,
  origin: Origin,
): Promise<{ readonly caseNumber: string } | undefined> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    const row = await queries.objectToFreeze(tx, objectionHash(typed), now);
    if (!row?.account_id) return undefined;
    const { account_id: accountId, freeze_id: about } = row;
    const { caseNumber } = await openCase(tx, {
      kind: 'freeze_objection',
      accountId,
      about,
      details: {},
      now,
    });
    await record(tx, {
      event: 'freeze_objected',
      actor: { kind: 'unknown' },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { case: caseNumber },
    });
    return { caseNumber };
  });
}
