import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Readable } from 'node:stream';
import {
  accidentBenefitFrom,
  type BenefitRecord,
  benefitRecord,
  deathBenefitFrom,
  heirsOf,
  jobLossBenefitFrom,
  pensionFrom,
  savingsFrom,
  survivorsPension,
} from '#benefits';
import { yearTotals } from '#contributions';
import { addMonths, type IsoDate, isoDate, month, newId } from '#kernel';
import { importFamilies, importMembers, type RowRefusal } from '#members';
import type { Executor } from '#platform';
import { cards, importPeople, importRows, now, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';

const database = await testDatabase();
const today = isoDate('2026-11-23');

type Row = { npp: string; card: string; last: string; count: number; wage?: string; paid?: boolean };

function rows({ npp, card, last, count, wage = '5000000', paid = true }: Row): string[] {
  return Array.from({ length: count }, (_, index) => {
    const of = addMonths(month(last), -index);
    const next = npp === '' ? of : addMonths(of, 1);
    const settled = paid ? `${next}-06,${next}-10,${next}-11` : `${next}-06,,`;
    return `${npp},${card},${of},${wage},${next}-05,${settled}`;
  });
}

const families = `nik,relation,full_name,birth_date
3273010101900001,spouse,Budi Santoso,1988-11-30
3273010101900001,child,Ayu Santoso,2015-02-01
3273010101850002,sibling,Tono Santoso,
`;

/** A second card of Joko, at another employer at the same time. */
const jokosOther = '00000000007';
const secondCard = `nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on
3273010101750004,Joko Susilo,1975-01-01,,L,,,32,,,${jokosOther},1001,PU,2026-09-01,
`;

before(async () => {
  await importPeople(database);
  const quiet = {
    keys: testKeys,
    now,
    onRefusal: (refusal: RowRefusal) => assert.fail(JSON.stringify(refusal)),
  };
  await importMembers(database, Readable.from([secondCard]), quiet);
  await importFamilies(database, Readable.from([families]), quiet);
  const report = await importRows(database, [
    // Above the ceiling of JP: 11.086.300 from March 2026, 10.547.400 before.
    ...rows({ npp: '1001', card: cards.siti, last: '2026-09', count: 12, wage: '20000000' }),
    ...rows({ npp: '1001', card: cards.siti, last: '2026-10', count: 1, wage: '20000000', paid: false }),
    ...rows({ npp: '1002', card: cards.sitiBefore, last: '2023-12', count: 3 }),
    // Twelve of thirty-four months since 2024: a density far below 80 %.
    ...rows({ npp: '1001', card: cards.budi, last: '2026-09', count: 11 }),
    ...rows({ npp: '1001', card: cards.budi, last: '2024-01', count: 1 }),
    ...rows({ npp: '1003', card: cards.joko, last: '2026-10', count: 130, wage: '8000000' }).slice(0, 94),
    ...rows({ npp: '1001', card: jokosOther, last: '2026-10', count: 2, wage: '6000000' }),
    ...rows({ npp: '', card: cards.dewi, last: '2026-11', count: 2, wage: '900000' }),
  ]);
  assert.deepEqual(report.refusals, []);
});

async function recordOf(card: string, on: IsoDate = today): Promise<BenefitRecord> {
  const record = await benefitRecord(database, testKeys, await personOf(database, card), on);
  assert.ok(record);
  return record;
}

test('the years count paid months once, each wage up to the ceiling of its month', async () => {
  const years = await yearTotals(database, await personOf(database, cards.siti));
  assert.deepEqual(
    years.map(({ year, pensionMonths, pensionWages, pensionUnpaidMonths, deathMonths }) => [
      year,
      pensionMonths,
      pensionWages,
      pensionUnpaidMonths,
      deathMonths,
    ]),
    [
      [2023, 0, 0n, 0, 3], // a small employer has no JP
      [2025, 3, 3n * 10_547_400n, 0, 3],
      [2026, 9, 2n * 10_547_400n + 7n * 11_086_300n, 1, 9], // October is not paid yet
    ],
  );
});

test('with two cards in one month the month counts once, with both wages up to the ceiling', async () => {
  const record = await recordOf(cards.joko);
  const [last] = record.years.slice(-1);
  assert.deepEqual(
    [last?.year, last?.pensionMonths, last?.pensionWages],
    [2026, 10, 8n * 8_000_000n + 2n * 11_086_300n],
  );
  assert.equal(last?.pensionContributions, 8n * 240_000n + 2n * (240_000n + 180_000n));
  assert.equal(savingsFrom(record).monthly, 456_000n + 342_000n);
  const accident = accidentBenefitFrom(record);
  assert.equal(accident.ok && accident.value.wage, 14_000_000n);
});

test('a wage earner above the ceiling: JHT by the whole wage, JP by the ceiling, JKP by its own', async () => {
  const record = await recordOf(cards.siti);
  assert.equal(savingsFrom(record).monthly, 1_140_000n);
  const pension = pensionFrom(record);
  assert.deepEqual([pension?.wage, pension?.monthsPaid, pension?.monthsUnpaid], [11_086_300n, 12, 1]);
  const accident = accidentBenefitFrom(record);
  assert.equal(accident.ok && accident.value.death.total, 48n * 20_000_000n + 22_000_000n);
  const jobLoss = jobLossBenefitFrom(record);
  assert.equal(jobLoss.ok && jobLoss.value.total, 18_000_000n);
  const death = deathBenefitFrom(record);
  assert.deepEqual(
    death.ok && [
      death.value.total,
      death.value.scholarship?.children,
      death.value.scholarship?.monthsMissing,
    ],
    [42_000_000n, 1, 21],
  );
  assert.equal(heirsOf('JHT', record.family, today)?.receiver, 'spouse_or_child');
});

test('survivors have a monthly pension by density, and not when too few months were paid', async () => {
  const joko = survivorsPension(await recordOf(cards.joko));
  assert.deepEqual(
    [joko?.memberMonths, joko?.monthsPaid, joko?.densityRate, joko?.reached],
    [94, 94, 100_000, true],
  );
  const budi = survivorsPension(await recordOf(cards.budi));
  assert.deepEqual([budi?.memberMonths, budi?.monthsPaid, budi?.reached], [34, 12, false]);
});

test('the self-employed have no JP and no JKP, and with two months paid the funeral costs only', async () => {
  const record = await recordOf(cards.dewi);
  assert.equal(pensionFrom(record), undefined);
  assert.equal(survivorsPension(record), undefined);
  const jobLoss = jobLossBenefitFrom(record);
  assert.equal(!jobLoss.ok && jobLoss.refusal, 'wage_not_known');
  const death = deathBenefitFrom(record);
  assert.deepEqual(death.ok && [death.value.funeralOnly, death.value.total], [true, 10_000_000n]);
  assert.equal(savingsFrom(record).monthly, 20_000n);
});

test('the amounts of migrant workers are not in the data, so none is shown', async () => {
  const record = await recordOf(cards.maria);
  for (const found of [deathBenefitFrom(record), accidentBenefitFrom(record), jobLossBenefitFrom(record)])
    assert.equal(!found.ok && found.refusal, 'migrant_amounts_not_known');
  assert.equal(pensionFrom(record), undefined);
  assert.deepEqual([savingsFrom(record).balance, savingsFrom(record).goOn], [0n, undefined]);
});

test('a member who left keeps savings and months, and is no longer covered', async () => {
  const left = await recordOf(cards.siti, isoDate('2023-12-31'));
  assert.equal(left.reports.length, 1);
  const later = { ...(await recordOf(cards.budi)), reports: [] };
  const ended = later.memberships.map((card) => ({ ...card, endedOn: isoDate('2026-09-30') }));
  const record = { ...later, memberships: ended };
  assert.equal(savingsFrom(record).goOn, undefined);
  assert.ok(savingsFrom(record).stopNow.low.total > record.savings.balance);
  assert.deepEqual([pensionFrom(record)?.goOn, pensionFrom(record)?.monthsPaid], [undefined, 12]);
  for (const found of [deathBenefitFrom(record), accidentBenefitFrom(record), jobLossBenefitFrom(record)])
    assert.equal(!found.ok && found.refusal, 'not_covered_now');
});

test('nobody on the family register: the order is told, and nobody is named', async () => {
  const { family } = await recordOf(cards.joko);
  assert.deepEqual(family, []);
  assert.equal(heirsOf('JKM', family, today)?.receiver, undefined);
});

test('a stranger has no record', async () => {
  assert.equal(await benefitRecord(database, testKeys, newId(new Date()), today), undefined);
});

test('the record is read by six statements, however long the history', async () => {
  let statements = 0;
  const counting: Executor = new Proxy(database, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...inputs: unknown[]) => {
        statements += 1;
        return (value as (...all: unknown[]) => unknown).apply(target, inputs);
      };
    },
  });
  const long = await benefitRecord(counting, testKeys, await personOf(database, cards.joko), today);
  assert.equal(statements, 6);
  assert.equal(long?.years.length, 8);
});
