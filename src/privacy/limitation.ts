import { type AccountServices, notifyOwner, setLimited } from '#accounts';
import { record } from '#activity';
import { closeCase } from '#cases';
import { type Result, ok, refused } from '#kernel';
import * as queries from './queries.ts';
import { tellOfChange } from './tell-of-change.ts';
import { askWithCase } from './requests.ts';
import { type Asker, type DataRequest, limitationGrounds } from './types.ts';

/** What stops while processing is limited; each has a test or no code to stop. */
export const stopsWhileLimited = ['sharing', 'alerts', 'optional_messages', 'analysis'] as const;
/** What goes on, because a law asks for it or because the member does. */
export const goesOnWhileLimited = [
  'storage',
  'contributions',
  'benefits',
  'security',
  'own_requests',
] as const;

/**
 * The member asks to have processing limited (UU 27/2022 articles 11 and 41). It is so at once; within 3 × 24 hours an
 * officer decides whether it stays. `ground` for a word that is not on the closed list; `already` when it is limited.
 */
export async function askForLimitation(
  services: AccountServices,
  asker: Asker,
  typedGround: string,
): Promise<Result<{ readonly caseNumber: string }, 'ground' | 'already'>> {
  const ground = limitationGrounds.find((known) => known === typedGround);
  if (!ground) return refused('ground');
  const now = services.clock.now();
  const asked = { kind: 'limitation', event: 'limitation_asked', ground, now } as const;
  const opened = await askWithCase(services, asker, asked, async (tx, { caseNumber }) => {
    await setLimited(tx, asker.accountId, now);
    await tellOfChange(services, tx, asker.accountId, caseNumber);
  });
  return opened ? ok({ caseNumber: opened.caseNumber }) : refused('already');
}

/** The member ends the own limitation; false when there is none. */
export function liftOwnLimitation(services: AccountServices, asker: Asker): Promise<boolean> {
  const { database, clock } = services;
  const now = clock.now();
  return database.transaction(async (tx) => {
    const lifted = await queries.liftLimitation(tx, asker.accountId, now);
    if (!lifted) return false;
    await setLimited(tx, asker.accountId, undefined);
    await closeCase(tx, lifted.caseId, now);
    await record(tx, {
      event: 'limitation_lifted',
      actor: { kind: 'member', accountId: asker.accountId },
      accountId: asker.accountId,
      at: now,
      address: asker.address,
      userAgent: asker.userAgent,
      details: { case: lifted.caseNumber },
    });
    await tellOfChange(services, tx, asker.accountId, lifted.caseNumber);
    return true;
  });
}

/** An officer decides whether a limitation stays, and the member is told. `decided` when it was decided or lifted before. */
export async function decideLimitation(
  services: AccountServices,
  decision: { readonly requestId: string; readonly officerId: string; readonly upheld: boolean },
): Promise<Result<DataRequest, 'decided'>> {
  const { database, clock } = services;
  const now = clock.now();
  const decided = await database.transaction(async (tx) => {
    const request = await queries.decideLimitation(tx, { ...decision, now });
    if (!request) return undefined;
    const { accountId, caseNumber } = request;
    if (!decision.upheld) await setLimited(tx, accountId, undefined);
    await closeCase(tx, request.caseId, now);
    await record(tx, {
      event: decision.upheld ? 'limitation_upheld' : 'limitation_lifted',
      actor: { kind: 'officer', accountId: decision.officerId },
      accountId,
      at: now,
      details: { case: caseNumber },
    });
    await notifyOwner(services, tx, {
      accountId,
      template: 'data_decided',
      parameters: { case_number: caseNumber },
      now,
    });
    return request;
  });
  return decided ? ok(decided) : refused('decided');
}
