import { type Executor, type Language, sql } from '#platform';
import type { ClaimState } from './claim-journey.ts';
import type { Step } from './journey.ts';
import type { ChallengeRow } from './queries-challenges.ts';

/** A claim and a contact of it hold their one code themselves. */
type OwnCode = ChallengeRow & { readonly sent_at: Date; readonly message_id: string | null };

type CodeColumns = Pick<OwnCode, 'key_id' | 'last_number' | 'expires_at' | 'previous_expires_at' | 'sent_at'>;

export type ClaimRow = OwnCode & {
  readonly claim_id: string;
  readonly state: Exclude<ClaimState, 'none'>;
  readonly case_number: string;
  readonly identity_hash: Buffer;
  readonly language: Language;
  readonly channel: 'email' | 'sms';
  readonly person_id: string | null;
  readonly display_name: Buffer | null;
  readonly register_contact: Buffer | null;
  readonly address: string;
};

export type NewClaim = CodeColumns & {
  readonly claimId: string;
  readonly tokenHash: Buffer;
  readonly caseNumber: string;
  readonly step: Step<ClaimState>;
  readonly identityHash: Buffer;
  readonly typed: Buffer;
  readonly language: Language;
  readonly address: string;
  readonly now: Date;
  readonly claimExpiresAt: Date;
};

export function insertClaim(tx: Executor, claim: NewClaim): Promise<number> {
  return tx.run(sql`
    insert into accounts.claim (claim_id, token_hash, case_number, state, identity_hash, typed, language, address, channel, key_id,
      last_number, code_expires_at, sent_at, sends_asked, created_at, expires_at)
    values (${claim.claimId}, ${claim.tokenHash}, ${claim.caseNumber}, ${claim.step.to}, ${claim.identityHash}, ${claim.typed},
      ${claim.language}, ${claim.address}, 'sms', ${claim.key_id}, ${claim.last_number}, ${claim.expires_at}, ${claim.sent_at}, 1,
      ${claim.now}, ${claim.claimExpiresAt})`);
}

export function claimByToken(
  executor: Executor,
  tokenHash: Buffer,
  now: Date,
): Promise<ClaimRow | undefined> {
  return executor.maybe<ClaimRow>(sql`
    select claim_id, claim_id as account_id, claim_id as challenge_id, state, case_number, identity_hash, language, channel,
      key_id, last_number, code_expires_at as expires_at, previous_expires_at, tries, consumed_at, sent_at,
      null::uuid as message_id, person_id, display_name, register_contact, address
    from accounts.claim where token_hash = ${tokenHash} and expires_at > ${now}`);
}

/** Asks for the code once more; 0 when the same was asked meanwhile or the code is not waited for any more. */
export function askClaimCode(
  tx: Executor,
  claim: ClaimRow,
  next: CodeColumns & { readonly tries: number; readonly channel: 'email' | 'sms' },
): Promise<number> {
  return tx.run(sql`
    update accounts.claim set channel = ${next.channel}, key_id = ${next.key_id}, last_number = ${next.last_number},
      code_expires_at = ${next.expires_at}, previous_expires_at = ${next.previous_expires_at}, tries = ${next.tries},
      sent_at = ${next.sent_at}, sends_asked = sends_asked + 1
    where claim_id = ${claim.claim_id} and state = 'code' and sent_at = ${claim.sent_at}`);
}

export type Tried = { readonly tries: number; readonly consumed: boolean };

/**
 * One try at the code of a claim: counts it and, when it is right, uses the code up and leads on, in one statement. No
 * row when nothing can be tried any more.
 */
export function tryClaimCode(
  tx: Executor,
  claim: ClaimRow,
  attempt: {
    readonly right: boolean;
    readonly tries: number;
    readonly step: Step<ClaimState>;
    readonly now: Date;
  },
): Promise<Tried | undefined> {
  const { right, step, now } = attempt;
  return tx.maybe<Tried>(sql`
    update accounts.claim set tries = tries + 1,
      consumed_at = case when ${right}::boolean then ${now}::timestamptz end,
      state = case when ${right}::boolean then ${step.to}::text else state end
    where claim_id = ${claim.claim_id} and state = any(${step.from}) and last_number = ${claim.last_number}
      and consumed_at is null and tries < ${attempt.tries}
      and greatest(code_expires_at, previous_expires_at) > ${now}::timestamptz and expires_at > ${now}::timestamptz
    returning tries, consumed_at is not null as consumed`);
}

/** 0 when the claim does not stand where this step begins. */
export function moveClaim(tx: Executor, claimId: string, step: Step<ClaimState>, now: Date): Promise<number> {
  return tx.run(sql`
    update accounts.claim set state = ${step.to}
    where claim_id = ${claimId} and state = any(${step.from}) and expires_at > ${now}`);
}

/**
 * Leads a finished registration on, once, and only while its account is as it was opened: no other password, no second
 * step, and opened after `since`.
 */
export function enterOpenedAccount(
  tx: Executor,
  tokenHash: Buffer,
  step: Step<ClaimState>,
  { now, since }: { readonly now: Date; readonly since: Date },
): Promise<{ readonly account_id: string; readonly opened_at: Date } | undefined> {
  return tx.maybe(sql`
    update accounts.claim set state = ${step.to}
    from accounts.account join accounts.password using (account_id)
    where claim.token_hash = ${tokenHash} and claim.state = any(${step.from}) and claim.expires_at > ${now}
      and account.person_id = claim.person_id and account.state = 'open' and account.created_at > ${since}
      and password.changed_at = account.created_at and password.must_change is null
      and not exists (select from accounts.authenticator as bound where bound.account_id = account.account_id)
    returning account.account_id, account.created_at as opened_at`);
}

export type ClaimContactRow = OwnCode & {
  readonly channel: 'email' | 'sms';
  readonly contact_id: string;
  readonly address: Buffer;
};

/** The contacts of a claim, the one that was last sent a code first. */
export function claimContacts(executor: Executor, claimId: string): Promise<ClaimContactRow[]> {
  return executor.many<ClaimContactRow>(sql`
    select channel, contact_id, address, claim_id as account_id, contact_id as challenge_id, key_id, last_number,
      code_expires_at as expires_at, previous_expires_at, tries, consumed_at, sent_at, message_id
    from accounts.claim_contact where claim_id = ${claimId} order by sent_at desc, channel limit 2`);
}

/** Takes the place of the contact of the same kind, if there was one. */
export function putClaimContact(
  tx: Executor,
  claimId: string,
  row: Omit<ClaimContactRow, 'account_id' | 'challenge_id'>,
): Promise<number> {
  return tx.run(sql`
    insert into accounts.claim_contact (claim_id, channel, contact_id, address, key_id, last_number, code_expires_at,
      previous_expires_at, tries, consumed_at, sent_at, message_id)
    values (${claimId}, ${row.channel}, ${row.contact_id}, ${row.address}, ${row.key_id}, ${row.last_number}, ${row.expires_at},
      ${row.previous_expires_at}, ${row.tries}, ${row.consumed_at}, ${row.sent_at}, ${row.message_id})
    on conflict (claim_id, channel) do update set contact_id = excluded.contact_id, address = excluded.address,
      key_id = excluded.key_id, last_number = excluded.last_number, code_expires_at = excluded.code_expires_at,
      previous_expires_at = excluded.previous_expires_at, tries = excluded.tries, consumed_at = excluded.consumed_at,
      sent_at = excluded.sent_at, message_id = excluded.message_id`);
}

/** As `tryClaimCode`, for the code of one contact; the claim is led on by `moveClaim` in the same transaction. */
export function tryClaimContact(
  tx: Executor,
  contact: ClaimContactRow,
  attempt: { readonly right: boolean; readonly tries: number; readonly now: Date },
): Promise<Tried | undefined> {
  const { right, now } = attempt;
  return tx.maybe<Tried>(sql`
    update accounts.claim_contact set tries = tries + 1,
      consumed_at = case when ${right}::boolean then ${now}::timestamptz end
    where claim_id = ${contact.account_id} and contact_id = ${contact.contact_id} and last_number = ${contact.last_number}
      and consumed_at is null and tries < ${attempt.tries}
      and greatest(code_expires_at, previous_expires_at) > ${now}::timestamptz
    returning tries, consumed_at is not null as consumed`);
}

export function dropClaimContact(tx: Executor, claimId: string, contactId: string): Promise<number> {
  return tx.run(sql`
    delete from accounts.claim_contact
    where claim_id = ${claimId} and contact_id = ${contactId} and consumed_at is null`);
}

/** An address that finds an account already goes on finding that one. */
export function insertFreeIdentifiers(
  tx: Executor,
  accountId: string,
  identifiers: readonly { readonly kind: string; readonly hash: Buffer }[],
): Promise<number> {
  return tx.run(sql`
    insert into accounts.identifier (identifier_hash, account_id, kind)
    select hash, ${accountId}, kind
    from unnest(${identifiers.map(({ hash }) => hash)}::bytea[], ${identifiers.map(({ kind }) => kind)}::text[]) as typed (hash, kind)
    on conflict do nothing`);
}

export type ClaimToAnswer = ChallengeRow & {
  readonly claim_id: string;
  readonly case_number: string;
  readonly typed: Buffer | null;
  readonly language: Language;
  readonly channel: 'email' | 'sms';
  readonly sends_asked: number;
  readonly sends_done: number;
  readonly register_contact: Buffer | null;
  readonly address: string;
};

const toAnswer = (claimId: string, now: Date) => sql`
  select claim_id, claim_id as account_id, claim_id as challenge_id, case_number, typed, language, channel, key_id, last_number,
    code_expires_at as expires_at, previous_expires_at, tries, consumed_at, sent_at, null::uuid as message_id,
    sends_asked, sends_done, register_contact, address
  from accounts.claim where claim_id = ${claimId} and state = 'code' and expires_at > ${now}`;

/** A claim that still waits for its code. */
export function claimToAnswer(
  executor: Executor,
  claimId: string,
  now: Date,
): Promise<ClaimToAnswer | undefined> {
  return executor.maybe<ClaimToAnswer>(toAnswer(claimId, now));
}

/** The same, held until the transaction ends. */
export function lockClaimToAnswer(
  tx: Executor,
  claimId: string,
  now: Date,
): Promise<ClaimToAnswer | undefined> {
  return tx.maybe<ClaimToAnswer>(sql`${toAnswer(claimId, now)} for update`);
}

export type ClaimOutcome =
  | 'fits'
  | 'not-on-register'
  | 'has-account'
  | 'account-frozen'
  | 'contact-shared'
  | 'no-contact';

export function noteClaimOutcome(
  tx: Executor,
  claimId: string,
  found: {
    readonly outcome: ClaimOutcome;
    readonly personId: string | undefined;
    readonly displayName: Buffer | undefined;
  },
): Promise<number> {
  return tx.run(sql`
    update accounts.claim set outcome = ${found.outcome}, typed = null, person_id = ${found.personId ?? null},
      display_name = ${found.displayName ?? null}
    where claim_id = ${claimId}`);
}

export function noteClaimAnswered(
  tx: Executor,
  claimId: string,
  registerContact: Buffer | undefined,
): Promise<number> {
  return tx.run(sql`
    update accounts.claim set sends_done = sends_asked, register_contact = coalesce(${registerContact ?? null}, register_contact)
    where claim_id = ${claimId}`);
}

export function accountOfPerson(
  executor: Executor,
  personId: string,
): Promise<{ readonly account_id: string; readonly state: 'open' | 'frozen' } | undefined> {
  return executor.maybe(sql`select account_id, state from accounts.account where person_id = ${personId}`);
}

export function claimByCaseNumber(
  executor: Executor,
  caseNumber: string,
): Promise<{ readonly person_id: string | null; readonly created_at: Date } | undefined> {
  return executor.maybe<{ person_id: string | null; created_at: Date }>(sql`
    select person_id, created_at from accounts.claim where case_number = ${caseNumber} order by created_at desc limit 1`);
}
