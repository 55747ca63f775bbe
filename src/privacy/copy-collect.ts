import { heldDataOf } from '#accounts';
import { alertChoiceOf } from '#contributions';
import { dayIn, fixedClock } from '#kernel';
import { keptMessagesOf } from '#notifications';
import type { Config, Executor, KeyRing, Transaction } from '#platform';
import { servicesOf } from '#sso';
import { proofsOf } from '#statements';
import { correctionsPart } from './copy-corrections.ts';
import { employersPart } from './copy-employers.ts';
import { accountPart } from './copy-held-account.ts';
import { contributionsPart, savingsPart } from './copy-held-money.ts';
import { personPart } from './copy-held-person.ts';
import { activityPart, casesPart, looksPart } from './copy-held-record.ts';
import { type Loose, mostRows, type Part } from './copy-loose.ts';
import { selfEmployedPart } from './copy-self-employed.ts';
import { copyVersion, type DataCopy } from './copy-shape.ts';
import * as queries from './queries.ts';

type Collecting = {
  readonly accountId: string;
  readonly now: Date;
  readonly config: Pick<Config, 'ACTIVITY_MONTHS'>;
};

/**
 * Everything that is held on one account and the person behind it, read in one snapshot. Each part is asked for by this
 * account or this person, so nobody else's rows can enter (UU 27/2022 article 33). Undefined when the account is gone.
 */
export async function collectCopy(
  tx: Transaction,
  keys: KeyRing,
  { accountId, now, config }: Collecting,
): Promise<DataCopy | undefined> {
  await queries.takeSnapshot(tx);
  const held = await heldDataOf(tx, keys, accountId);
  if (!held) return undefined;
  const { personId } = held;
  const whose = { accountId, personId };
  const { person, cards } = personId
    ? await personPart(tx, keys, personId)
    : { person: undefined, cards: [] };
  const today = dayIn(now);
  const since = new Date(now);
  since.setUTCMonth(since.getUTCMonth() - Math.max(config.ACTIVITY_MONTHS, 24));
  return dropEmpty({
    format: 'goid-data-copy',
    version: copyVersion,
    madeAt: now.toISOString(),
    account: accountPart(held),
    person,
    contributions: personId ? await contributionsPart(tx, personId, today) : [],
    savings: personId ? await savingsPart(tx, personId, today) : { balance: 0, movements: [] },
    selfEmployed: await selfEmployedPart(tx, keys, cards),
    actsForEmployers: await employersPart(tx, keys, accountId),
    activity: await activityPart(tx, whose, since),
    whoLooked: await looksPart(tx, whose, since),
    messages: (await keptMessagesOf(tx, accountId, mostRows)).map(({ queuedAt, ...message }) => ({
      sentAt: queuedAt.toISOString(),
      ...message,
    })),
    cases: await casesPart(tx, keys, accountId),
    corrections: await correctionsPart(tx, keys, accountId),
    services: (await servicesOf(tx, held.subject, now)).map(({ name, scopes, since: from }) => ({
      name,
      scopes: [...scopes],
      since: from.toISOString(),
    })),
    alerts: await alertsPart(tx, accountId),
    statementCodes: (await proofsOf({ database: tx, clock: fixedClock(now.toISOString()) }, accountId)).map(
      (one) => ({
        year: one.year,
        showsAmounts: one.showsAmounts,
        issuedAt: one.issuedAt.toISOString(),
        expiresAt: one.expiresAt.toISOString(),
        looks: one.looks,
      }),
    ),
    requests: await requestsPart(tx, accountId),
  } satisfies Loose<DataCopy>);
}

/** JSON has no word for what is not known: such a field is not there. */
const dropEmpty = (copy: Loose<DataCopy>): DataCopy => JSON.parse(JSON.stringify(copy)) as DataCopy;

async function requestsPart(tx: Executor, accountId: string): Promise<Part<'requests'>> {
  return (await queries.requestsOf(tx, accountId, mostRows)).map((request) => ({
    kind: request.kind,
    caseNumber: request.caseNumber,
    state: request.state,
    ground: request.ground,
    askedAt: request.askedAt.toISOString(),
    dueAt: request.dueAt.toISOString(),
    decidedAt: request.decidedAt?.toISOString(),
    liftedAt: request.liftedAt?.toISOString(),
  }));
}

async function alertsPart(tx: Executor, accountId: string): Promise<Part<'alerts'>> {
  const choice = await alertChoiceOf(tx, accountId);
  return (
    choice && {
      kinds: [...choice.kinds],
      channel: choice.channel,
      chosenAt: choice.chosenAt.toISOString(),
    }
  );
}
