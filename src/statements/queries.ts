import { type Executor, sql, type Transaction } from '#platform';

export type ProofRow = {
  readonly proofId: string;
  readonly accountId: string;
  readonly year: number;
  readonly showsAmounts: boolean;
  readonly facts: Buffer;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly withdrawnAt: Date | null;
  readonly looks: number;
  readonly lastLookAt: Date | null;
};

const columns = sql`proof_id as "proofId", account_id as "accountId", year, shows_amounts as "showsAmounts", facts,
  issued_at as "issuedAt", expires_at as "expiresAt", withdrawn_at as "withdrawnAt", looks, last_look_at as "lastLookAt"`;

export type NewProof = Pick<
  ProofRow,
  'proofId' | 'accountId' | 'year' | 'showsAmounts' | 'facts' | 'issuedAt' | 'expiresAt'
> & { readonly codeHash: Buffer };

/** Adds it unless the account has as many that are good as it may, or made as many within a day. Answers how many were added. */
export function insertProof(
  tx: Transaction,
  proof: NewProof,
  most: { readonly good: number; readonly aDay: number },
): Promise<number> {
  const { proofId, accountId, codeHash, year, showsAmounts, facts, issuedAt, expiresAt } = proof;
  return tx.run(sql`
    insert into statements.proof (proof_id, account_id, code_hash, year, shows_amounts, facts, issued_at, expires_at)
    select ${proofId}::uuid, ${accountId}::uuid, ${codeHash}::bytea, ${year}::smallint, ${showsAmounts}::boolean,
      ${facts}::bytea, ${issuedAt}::timestamptz, ${expiresAt}::timestamptz
    from (select count(*) filter (where withdrawn_at is null and expires_at > ${issuedAt}::timestamptz) as good,
        count(*) filter (where issued_at > ${issuedAt}::timestamptz - interval '1 day') as made
      from statements.proof where account_id = ${accountId}::uuid) known
    where good < ${most.good}::int and made < ${most.aDay}::int`);
}

/** Of one account one at a time, so that those made at the same time are counted too. */
export async function lockProofs(tx: Transaction, accountId: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4715, hashtext(${accountId}))`);
}

/** Those that are good, the newest first. */
export function selectGood(executor: Executor, accountId: string, now: Date): Promise<ProofRow[]> {
  return executor.many(sql`
    select ${columns} from statements.proof
    where account_id = ${accountId}::uuid and withdrawn_at is null and expires_at > ${now}::timestamptz
    order by issued_at desc, proof_id desc limit 50`);
}

export function selectProof(
  executor: Executor,
  accountId: string,
  proofId: string,
): Promise<ProofRow | undefined> {
  return executor.maybe(sql`
    select ${columns} from statements.proof where proof_id = ${proofId}::uuid and account_id = ${accountId}::uuid`);
}

/** Ends it once: of several at the same time one is answered with the row. */
export function endProof(
  tx: Transaction,
  accountId: string,
  proofId: string,
  now: Date,
): Promise<{ year: number } | undefined> {
  return tx.maybe(sql`
    update statements.proof set withdrawn_at = ${now}::timestamptz
    where proof_id = ${proofId}::uuid and account_id = ${accountId}::uuid and withdrawn_at is null
      and expires_at > ${now}::timestamptz returning year`);
}

/** Counts the look and answers the row, if the code is one that is good at this instant. */
export function lookAtProof(
  tx: Transaction,
  codeHashes: readonly Buffer[],
  now: Date,
): Promise<ProofRow | undefined> {
  return tx.maybe(sql`
    update statements.proof set looks = looks + 1, last_look_at = ${now}::timestamptz
    where code_hash = any(${codeHashes}::bytea[]) and withdrawn_at is null and expires_at > ${now}::timestamptz
    returning ${columns}`);
}

export async function deleteProofsOf(tx: Transaction, accountId: string): Promise<void> {
  await tx.run(sql`delete from statements.proof where account_id = ${accountId}::uuid`);
}

export function deleteEnded(executor: Executor, before: Date, most: number): Promise<number> {
  return executor.run(sql`
    delete from statements.proof where proof_id in (
      select proof_id from statements.proof where expires_at < ${before}::timestamptz
      order by expires_at limit ${most}::int)`);
}
