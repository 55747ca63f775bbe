import { type Result, newId, ok, refused } from '#kernel';
import { settle } from '#throttle';
import { readTypedCode, trySentCode } from './check-code.ts';
import { countWrongCode, recordWrongCode, takeGuess } from './code-guard.ts';
import { afterWrong, notACode, sendsOf, triesOf } from './code-tries.ts';
import { contactsFrozenUntil } from './disown.ts';
import { factorChanged } from './factor-changes.ts';
import { issueCode } from './issue-code.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import { giveBackPaid, giveBackSend, type SendRefusal, type SendSubjects, takeSend } from './send-limits.ts';
import { contactChannelOf, type MessageMethod } from './strength.ts';
import type { TurnOnRefusal } from './turn-on-app.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

/** A way by message that is being turned on, to one of the account's confirmed addresses. */
export type MessageWay = {
  readonly accountId: string;
  readonly method: MessageMethod;
  readonly contactId: string;
};

export const purposeOf = ({ method, contactId }: MessageWay) => `factor:${method}:${contactId}`;

/** Sends a code that shows that messages by this way arrive. `not-possible`: no such address, or no such way. */
export async function sendFactorCode(
  services: AccountServices,
  way: MessageWay,
  origin: Origin,
): Promise<Result<undefined, SendRefusal>> {
  const now = services.clock.now();
  const send = await subjectsOfWay(services, way, origin);
  if (!send) return refused({ kind: 'not-possible' });
  const refusal = await takeSend(services, send, now);
  if (refusal) return refused(refusal);
  try {
    await services.database.transaction((tx) =>
      issueCode(services, tx, { ...send, purpose: purposeOf(way), template: 'factor_code', origin, now }),
    );
  } catch (error) {
    await giveBackSend(services, send);
    throw error;
  }
  return ok(undefined);
}

/** Turns the way on when the code that went there comes back. */
export async function turnOnMessages(
  services: AccountServices,
  way: MessageWay,
  code: string,
  origin: Origin,
): Promise<Result<undefined, TurnOnRefusal>> {
  const { accountId, method, contactId } = way;
  const now = services.clock.now();
  const send = await subjectsOfWay(services, way, origin);
  if (!send) return refused({ kind: 'nothing-waits' });
  const frozen = await contactsFrozenUntil(services, accountId);
  if (frozen) return refused({ kind: 'frozen', at: frozen });
  const typed = readTypedCode(code);
  if (!typed || !('digits' in typed)) return notACode(services, accountId, now);
  const codeTry = { accountId, origin, now };
  const tries = await takeGuess(services, codeTry);
  if (!tries.ok) return tries;
  let wrong = false;
  const result = await services.database.transaction(async (tx) => {
    await queries.lockAccount(tx, accountId);
    const frozenNow = await contactsFrozenUntil({ ...services, database: tx }, accountId);
    if (frozenNow) return refused({ kind: 'frozen', at: frozenNow } as const);
    const outcome = await trySentCode(
      services,
      tx,
      { accountId, purpose: purposeOf(way) },
      typed.digits,
      now,
    );
    if (outcome.kind === 'wrong') {
      wrong = true;
      await recordWrongCode(tx, codeTry, { method });
      return refused(afterWrong(tries.value, outcome.triesLeft));
    }
    await settle(tx, services, { givenBack: triesOf(accountId) });
    if (outcome.kind === 'expired') return refused({ kind: 'expired' } as const);
    await settle(tx, services, { givenBack: sendsOf(accountId) });
    const factor = { authenticatorId: newId(now), method, contactId, seed: null };
    if ((await queries.bindFactor(tx, accountId, factor, now)) === 0)
      return refused({ kind: 'already-on' } as const);
    await factorChanged(services, tx, { accountId, method, event: 'factor_added', origin, now });
    return ok(undefined);
  });
  if (wrong) await countWrongCode(services, codeTry);
  if (result.ok) await giveBackPaid(services, send);
  return result;
}

/** Undefined when the address is not a confirmed one of this account, or not of the kind that the way sends to. */
export async function subjectsOfWay(
  services: AccountServices,
  way: MessageWay,
  origin: Origin,
): Promise<SendSubjects | undefined> {
  const { accountId, method, contactId } = way;
  if (method === 'whatsapp' && services.config.WHATSAPP_PROVIDERS === undefined) return undefined;
  const contacts = await queries.contactsOf(services.database, accountId);
  const contact = contacts.find(
    ({ contact_id, channel }) => contact_id === contactId && channel === contactChannelOf(method),
  );
  if (!contact) return undefined;
  const to = openContact(services.keys, contactId, contact.address);
  return { accountId, method, wayId: `${contactId}/${method}`, to, address: origin.address };
}
