import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askForReset, enterResetCode } from '#accounts';
import { type Database, type Executor, sql, type Statement } from '#platform';
import { accountServices, newTestAccount, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';

const owner = await testDatabase();
const services = accountServices(owner);

/** The same database, noting which statements are asked and in which order. */
function noting(seen: string[]): Database {
  const wrap = (executor: Executor): Executor => {
    const noted = (statement: Statement): Statement => {
      seen.push(statement.name);
      return statement;
    };
    return {
      many: (statement) => executor.many(noted(statement)),
      maybe: (statement) => executor.maybe(noted(statement)),
      one: (statement) => executor.one(noted(statement)),
      run: (statement) => executor.run(noted(statement)),
    };
  };
  return {
    ...owner,
    ...wrap(owner),
    transaction: (work) => owner.transaction((tx) => work({ ...tx, ...wrap(tx) })),
  };
}

async function statementsOf(work: (database: Database) => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  await work(noting(seen));
  return seen;
}

test('asking takes the same statements in the same order for known and unknown, of each kind', async () => {
  const account = await newTestAccount(services);
  for (const [known, unknown] of [
    [account.email, 'tidak.ada@contoh.id'],
    [account.username, 'tidak.ada'],
    [account.phone, '+6281299998888'],
  ] as const) {
    const [first, second] = await Promise.all(
      [known, unknown].map((identifier) =>
        statementsOf((database) =>
          askForReset({ ...services, database }, identifier, 'password', testOrigin),
        ),
      ),
    );
    assert.ok((first?.length ?? 0) >= 4);
    assert.deepEqual(first, second, known);
  }
});

test('a wrong code takes the same statements for known and unknown', async () => {
  const account = await newTestAccount(services);
  const seen: string[][] = [];
  for (const identifier of [account.username, 'tidak.ada.lagi']) {
    const asked = await askForReset(services, identifier, 'password', testOrigin);
    assert.ok(asked.ok);
    seen.push(
      await statementsOf((database) =>
        enterResetCode({ ...services, database }, asked.value.token, '123456', testOrigin),
      ),
    );
  }
  assert.deepEqual(seen[0], seen[1]);
});

test('what was typed stands sealed, and the job is told ids only', async () => {
  const typed = 'rahasia.sekali@contoh.id';
  const asked = await askForReset(services, typed, 'password', testOrigin);
  assert.ok(asked.ok);
  const { text } = await owner.one<{ text: string }>(sql`
    select string_agg(r::text, ' ') || (select string_agg(j::text, ' ') from graphile_worker._private_jobs j) as text
    from accounts.reset_request r`);
  assert.doesNotMatch(text, /rahasia\.sekali/);
  assert.ok(!text.includes(Buffer.from(typed).toString('hex')));
  assert.ok(!text.includes(asked.value.token));
});
