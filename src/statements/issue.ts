import { isReadOnly } from '#accounts';
import { record } from '#activity';
import { newId, ok, refused, type Result } from '#kernel';
import { dataKeyFor, keyedHash } from '#platform';
import { codeOf } from './code.ts';
import { factsOf } from './facts.ts';
import type { StatementAsker, StatementServices } from './proof-types.ts';
import * as queries from './queries.ts';
import { sealFacts } from './sealed-facts.ts';
import type { YearStatement } from './types.ts';

const most = { good: 20, aDay: 10 };

export type IssueRefusal = 'recovery' | 'too_many' | 'does_not_tie';

/**
 * Makes a code for a statement, by which somebody else checks the paper until it runs out or is withdrawn. What that one
 * is told is taken down now, with the amounts or without them as the member chose. `recovery` while nobody has proven
 * enough; `too_many` with 20 that are good, or after 10 within a day; `does_not_tie` for figures that are not proven.
 */
export async function issueProof(
  { database, keys, config, clock }: StatementServices,
  asker: StatementAsker,
  wanted: { readonly statement: YearStatement; readonly showsAmounts: boolean },
): Promise<Result<{ readonly proofId: string }, IssueRefusal>> {
  const { accountId, personId, address, userAgent } = asker;
  const { statement, showsAmounts } = wanted;
  if (!statement.ties) return refused('does_not_tie');
  const now = clock.now();
  const proofId = newId(now);
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, accountId)) return refused('recovery');
    await queries.lockProofs(tx, accountId);
    const key = await dataKeyFor(tx, keys, accountId, now);
    const added = await queries.insertProof(
      tx,
      {
        proofId,
        accountId,
        codeHash: keyedHash(keys, 'statement-index', codeOf(key, proofId)),
        year: statement.year,
        showsAmounts,
        facts: sealFacts(key, proofId, factsOf(statement)),
        issuedAt: now,
        expiresAt: new Date(now.getTime() + config.STATEMENT_CODE_DAYS * 86_400_000),
      },
      most,
    );
    if (added === 0) return refused('too_many');
    await record(tx, {
      event: 'statement_code_made',
      actor: { kind: 'member', accountId },
      accountId,
      personId,
      at: now,
      address,
      userAgent,
      details: { year: statement.year },
    });
    return ok({ proofId });
  });
}
