import { heldDataOf, type HeldData } from '#accounts';
import { type ActivityEntry, activitySince, looksSince } from '#activity';
import { casesOf, conversationOf, filledOf } from '#cases';
import { contributionHistory, savingsMovements, savingsOf } from '#contributions';
import { dayIn, type IsoDate } from '#kernel';
import { heldPerson } from '#members';
import { keptMessagesOf } from '#notifications';
import type { Config, Executor, KeyRing, Transaction } from '#platform';
import { servicesOf } from '#sso';
import { correctionsPart } from './copy-corrections.ts';
import { copyVersion, type DataCopy } from './copy-shape.ts';
import * as queries from './queries.ts';

type Collecting = {
  readonly accountId: string;
  readonly now: Date;
  readonly config: Pick<Config, 'ACTIVITY_MONTHS'>;
};

const rowsPerRead = 500;
/** No member has so many; a faulty one does not fill the memory. */
const mostRows = 20_000;

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
  const today = dayIn(now);
  const since = new Date(now);
  since.setUTCMonth(since.getUTCMonth() - Math.max(config.ACTIVITY_MONTHS, 24));
  return dropEmpty({
    format: 'goid-data-copy',
    version: copyVersion,
    madeAt: now.toISOString(),
    account: accountPart(held),
    person: personId ? await personPart(tx, keys, personId) : undefined,
    contributions: personId ? await contributionsPart(tx, personId, today) : [],
    savings: personId ? await savingsPart(tx, personId, today) : { balance: 0, movements: [] },
    activity: await ownEntries(tx, accountId, since),
    whoLooked: await looks(tx, { accountId, personId }, since),
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
    requests: (await queries.requestsOf(tx, accountId, mostRows)).map((request) => ({
      kind: request.kind,
      caseNumber: request.caseNumber,
      state: request.state,
      ground: request.ground,
      askedAt: request.askedAt.toISOString(),
      dueAt: request.dueAt.toISOString(),
      decidedAt: request.decidedAt?.toISOString(),
      liftedAt: request.liftedAt?.toISOString(),
    })),
  } satisfies Loose<DataCopy>);
}

/** With what is not known named as such; `dropEmpty` leaves it out. */
type Loose<Value> = Value extends readonly (infer One)[]
  ? Loose<One>[]
  : Value extends object
    ? { [Name in keyof Value]: Loose<Value[Name]> | (undefined extends Value[Name] ? undefined : never) }
    : Value;

/** JSON has no word for what is not known: such a field is not there. */
const dropEmpty = (copy: Loose<DataCopy>): DataCopy => JSON.parse(JSON.stringify(copy)) as DataCopy;

const iso = (at: Date | undefined | null) => at?.toISOString();

function accountPart(held: HeldData): Loose<DataCopy['account']> {
  return {
    subject: held.subject,
    name: held.displayName,
    language: held.language,
    timeZone: held.timeZone,
    openedAt: held.createdAt.toISOString(),
    passwordChangedAt: iso(held.passwordChangedAt),
    checkedUpAt: iso(held.checkedUpAt),
    limitedSince: iso(held.limitedAt),
    contacts: held.contacts.map(({ channel, address, confirmedAt }) => ({
      channel,
      address,
      confirmedAt: confirmedAt.toISOString(),
    })),
    secondFactors: held.factors.map(({ method, boundAt, lastUsedAt }) => ({
      method,
      addedAt: boundAt.toISOString(),
      lastUsedAt: iso(lastUsedAt),
    })),
    passkeys: held.passkeys.map(({ name, createdAt, lastUsedAt }) => ({
      name,
      addedAt: createdAt.toISOString(),
      lastUsedAt: iso(lastUsedAt),
    })),
    sessions: held.sessions.map((session) => ({
      signedInAt: session.signedInAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
      endedAt: iso(session.endedAt),
      endReason: session.endReason ?? undefined,
      address: session.address,
      browser: session.userAgent,
      sharedComputer: session.shared,
    })),
    devices: held.devices.map(({ kind, userAgent, since, until }) => ({
      kind,
      browser: userAgent,
      since: since.toISOString(),
      until: until.toISOString(),
    })),
  };
}

async function personPart(tx: Executor, keys: KeyRing, personId: string): Promise<Loose<DataCopy['person']>> {
  const person = await heldPerson(tx, keys, personId);
  if (!person) return undefined;
  return {
    name: person.fullName,
    nationalNumber: person.nationalNumber,
    birthDate: person.birthDate,
    birthPlace: person.birthPlace,
    sex: person.sex,
    motherName: person.motherName,
    address: person.address,
    provinceCode: person.provinceCode,
    email: person.email,
    phone: person.phone,
    family: person.family.map(({ relation, fullName, birthDate }) => ({
      relation,
      name: fullName,
      birthDate,
    })),
    memberships: person.memberships.map(({ memberNumber, segment, employerName, startedOn, endedOn }) => ({
      memberNumber,
      segment,
      employer: employerName,
      startedOn,
      endedOn,
    })),
  };
}

async function contributionsPart(
  tx: Executor,
  personId: string,
  today: IsoDate,
): Promise<Loose<DataCopy['contributions']>> {
  const rows = await allPages((page) => contributionHistory(tx, personId, today, {}, page));
  return rows.map((row) => ({
    month: row.month,
    memberNumber: row.memberNumber,
    employer: row.employerName,
    state: row.state,
    wage: row.wage === undefined ? undefined : Number(row.wage),
    shares: row.shares.map(({ programme, employeeShare, employerShare }) => ({
      programme,
      employee: Number(employeeShare),
      employer: Number(employerShare),
    })),
    reportedOn: row.reportedOn,
    billedOn: row.billedOn,
    dueOn: row.dueOn,
    paidOn: row.paidOn,
    postedOn: row.postedOn,
  }));
}

async function savingsPart(
  tx: Executor,
  personId: string,
  today: IsoDate,
): Promise<Loose<DataCopy['savings']>> {
  const { balance } = await savingsOf(tx, personId, today);
  const rows = await allPages((page) => savingsMovements(tx, personId, page));
  return {
    balance: Number(balance),
    movements: rows.map((row) => ({
      postedOn: row.postedOn,
      kind: row.kind,
      month: row.month,
      employer: row.employerName,
      amount: Number(row.amount),
      balanceAfter: Number(row.balanceAfter),
    })),
  };
}

async function casesPart(tx: Executor, keys: KeyRing, accountId: string): Promise<Loose<DataCopy['cases']>> {
  const cases: Loose<DataCopy['cases']> = [];
  for (const one of await casesOf(tx, accountId, 1000)) {
    const words = await conversationOf(tx, keys, one.caseId);
    cases.push({
      number: one.caseNumber,
      kind: one.kind,
      state: one.state,
      openedAt: one.openedAt.toISOString(),
      filled: { ...(await filledOf(tx, keys, one.caseId)) },
      words: words.map(({ writtenBy, writtenAt, words: said }) => ({
        by: writtenBy,
        at: writtenAt.toISOString(),
        text: said,
      })),
    });
  }
  return cases;
}

type Slice<Row> = { readonly rows: readonly Row[]; readonly more: boolean };

async function allPages<Row>(
  read: (page: { readonly limit: number; readonly offset: number }) => Promise<Slice<Row>>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let offset = 0; offset < mostRows; offset += rowsPerRead) {
    const { rows, more } = await read({ limit: rowsPerRead, offset });
    all.push(...rows);
    if (!more) break;
  }
  return all;
}

async function allEntries(
  read: (before: string | undefined) => Promise<ActivityEntry[]>,
): Promise<Loose<DataCopy['activity']>> {
  const all: ActivityEntry[] = [];
  while (all.length < mostRows) {
    const found = await read(all.at(-1)?.id);
    all.push(...found);
    if (found.length < rowsPerRead) break;
  }
  return all.map(({ at, event, actor, address, userAgent, details = {} }) => ({
    at: at.toISOString(),
    event,
    by: actor.kind,
    // Where an officer sat is not the member's.
    address: actor.kind === 'officer' ? undefined : address,
    browser: actor.kind === 'officer' ? undefined : userAgent,
    details: { ...details },
  }));
}

function ownEntries(tx: Executor, accountId: string, since: Date) {
  const limit = rowsPerRead;
  return allEntries((before) => activitySince(tx, accountId, { since, before, limit }));
}

type Whose = { readonly accountId: string; readonly personId: string | undefined };

function looks(tx: Executor, whose: Whose, since: Date) {
  const limit = rowsPerRead;
  return allEntries((before) => looksSince(tx, whose, { since, before, limit }));
}
