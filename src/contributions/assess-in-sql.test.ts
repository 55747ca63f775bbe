import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addMonths, isoDate, month, newId } from '#kernel';
import { type ContributionSegment, type EmployerScale } from '#rates';
import { sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { assess, type AssessmentInput } from './assess.ts';
import { assessedRows, createReliefs, createTerms, termsOfWage } from './queries-assess.ts';
import { discountRows, termRows, withoutSavingsKind } from './sql-terms.ts';

const database = await testDatabase();
const last = month('2027-06');

const wages = fc.oneof(
  fc.bigInt(1n, 10n ** 12n),
  fc.bigInt(1n, 30_000_000n),
  fc.constantFrom(1n, 999_999n, 1_000_000n, 4_999_999n, 5_000_001n, 10_042_299n, 10_042_301n, 11_086_301n),
);
const months = fc.oneof(
  fc.integer({ min: 0, max: 143 }).map((count) => addMonths(month('2015-07'), count)),
  fc.constantFrom(
    ...['2020-08', '2021-01', '2021-02', '2025-01', '2025-02', '2025-08', '2026-01', '2026-04'].map(month),
  ),
);
const inputs = fc.record({
  month: months,
  segment: fc.constantFrom<ContributionSegment>('PU', 'PU', 'PU', 'BPU', 'JAKON'),
  wage: wages,
  employer: fc.record({
    scale: fc.constantFrom<EmployerScale>('large', 'medium', 'small', 'micro'),
    riskClass: fc.integer({ min: 1, max: 5 }),
    labourIntensive: fc.boolean(),
    activeWorkers: fc.constantFrom(1, 49, 50, 51),
  }),
  earliestUnpaidMonth: fc.constantFrom(undefined, ...['2020-07', '2020-08', '2025-01', '2025-02'].map(month)),
  memberSince: fc.constantFrom(undefined, ...['2020-07', '2020-08', '2020-10', '2020-12'].map(month)),
  withoutSavings: fc.boolean(),
  paidOn: fc.constantFrom(undefined, isoDate('2026-06-30'), isoDate('2026-07-01')),
});

function inputRow(input: AssessmentInput & { readonly reportedOn?: string }, index: number) {
  const { segment, employer, withoutSavings } = input;
  const own = segment === 'BPU' && withoutSavings ? withoutSavingsKind : segment;
  return {
    row_number: index,
    payer_id: newId(new Date()),
    segment,
    payer_kind: segment === 'PU' ? `PU ${employer?.scale} ${employer?.riskClass}` : own,
    month: input.month,
    wage: String(input.wage),
    reported_on: input.reportedOn ?? '2015-08-01',
    paid_on: input.paidOn ?? null,
    labour_intensive: employer?.labourIntensive ?? false,
    active_workers: employer?.activeWorkers ?? 0,
    first_month: input.memberSince ?? '2015-07',
    earliest_unpaid_month: input.earliestUnpaidMonth ?? null,
  };
}

type Assessed = Record<string, bigint | string | null> & { row_number: number };

async function assessInSql(rows: readonly Parameters<typeof inputRow>[0][]): Promise<Map<number, Assessed>> {
  return database.transaction(async (tx) => {
    await createTerms(tx, termRows(last), discountRows(last));
    await tx.run(sql`create temp table assessment_input (row_number int, payer_id uuid, segment text, payer_kind text,
      month text collate "C", wage bigint, reported_on date, paid_on date, labour_intensive boolean, active_workers int,
      first_month text collate "C", earliest_unpaid_month text collate "C") on commit drop`);
    await tx.run(sql`insert into pg_temp.assessment_input select * from
      json_populate_recordset(null::pg_temp.assessment_input, ${JSON.stringify(rows.map(inputRow))}::json)`);
    await tx.run(sql`create temp table payer_standing on commit drop as
      select payer_id, earliest_unpaid_month from pg_temp.assessment_input`);
    await createReliefs(tx);
    const assessed = await tx.many<Assessed>(assessedRows);
    return new Map(assessed.map((row) => [row.row_number, row]));
  });
}

/** The columns that the wide row of this wage must hold, from the function that the clerk's tables test. */
function expected(input: AssessmentInput) {
  const result = assess(input);
  assert.ok(result.ok);
  const { shares, deferred, jkp, discounts } = result.value;
  const own = input.segment === 'BPU';
  const columns: Record<string, bigint | string | null> = {
    jkp_from_jkk: jkp?.fromJkk ?? null,
    jkp_from_jkm: jkp?.fromJkm ?? null,
    jkp_from_state: jkp?.fromState ?? null,
    discounts: discounts.length > 0 ? discounts.toSorted().join(' ') : null,
  };
  for (const programme of ['JHT', 'JP', 'JKK', 'JKM'] as const) {
    const share = shares.find((candidate) => candidate.programme === programme);
    const bySelf = own || programme === 'JHT' || programme === 'JP';
    columns[`${programme.toLowerCase()}_employer`] = share && !own ? share.employerShare : null;
    columns[`${programme.toLowerCase()}_employee`] = share && bySelf ? share.employeeShare : null;
  }
  columns['jp_deferred'] = columns['jp_employer'] === null ? null : deferred;
  return columns;
}

test('the set-based assessment gives every wage the shares that assess gives it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(inputs, { minLength: 200, maxLength: 400 }), async (rows) => {
      const known = rows.filter((row) => assess(row).ok);
      const found = await assessInSql(known);
      assert.equal(found.size, known.length);
      for (const [index, input] of known.entries()) {
        const wanted = expected(input);
        const row = found.get(index);
        const got = Object.fromEntries(Object.keys(wanted).map((name) => [name, row?.[name] ?? null]));
        assert.deepEqual(got, wanted, JSON.stringify({ ...input, wage: String(input.wage) }));
      }
    }),
    { numRuns: 12 },
  );
});

test('the set-based assessment refuses what assess refuses, by the same name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(inputs, { minLength: 200, maxLength: 400 }), async (rows) => {
      const found = await database.transaction(async (tx) => {
        await createTerms(tx, termRows(last), discountRows(last));
        return tx.many<{ row_number: number; refusal: string | null }>(sql`
          select i.row_number, case when t.month is null then 'no terms' else t.refusal end as refusal
          from json_to_recordset(${JSON.stringify(rows.map(inputRow))}::json)
            as i (row_number int, month text, payer_kind text, wage bigint)
          left join pg_temp.assessment_term t on t.month = i.month collate "C" and t.payer_kind = i.payer_kind
            and ${termsOfWage(sql`i.wage`)} order by i.row_number`);
      });
      const wanted = rows.map((row) => {
        const result = assess(row);
        return result.ok ? null : result.refusal;
      });
      assert.deepEqual(
        found.map(({ refusal }) => refusal),
        wanted,
      );
      assert.ok(wanted.includes('band_not_known'));
    }),
    { numRuns: 5 },
  );
});

test('a relief that is lost when paid late is lost to what is reported after its last day', async () => {
  const garments = {
    month: month('2025-09'),
    segment: 'PU',
    wage: 5_000_000n,
    employer: { scale: 'medium', riskClass: 2, labourIntensive: true, activeWorkers: 50 },
  } as const;
  const found = await assessInSql([
    { ...garments, reportedOn: '2026-06-30' },
    { ...garments, reportedOn: '2026-07-01' },
    { ...garments, reportedOn: '2026-07-01', paidOn: isoDate('2026-06-30') },
  ]);
  // 0.54 % of the wage, and half of it by PP 36/2025.
  const shares = [...found.values()].map((row) => row['jkk_employer']);
  assert.deepEqual(shares, [13_500n, 27_000n, 13_500n]);
});
