import { declaredReturns, runningReturn } from '#contributions';
import { type IsoDate, isoDate, sumRupiah, yearOf } from '#kernel';
import { yearDetail } from '#ledger';
import { type PersonDetails, personDetails } from '#members';
import type { Executor, KeyRing } from '#platform';
import { amountsOf, sortLines } from './lines.ts';
import { reckon } from './reckon.ts';
import type { StatementAmounts, StatementHolder, YearStatement } from './types.ts';

/**
 * The old-age savings of a person in one year, told once a year by law (PP 46/2015 Ps. 22): opening balance, movements
 * by day, the return with the sum written out, closing balance. Undefined for a year to come, or before anything was
 * saved. `until` takes the day of a statement made before. Five statements in the running year, four otherwise, whatever the person's history.
 */
export async function yearStatement(
  executor: Executor,
  keys: KeyRing,
  personId: string,
  at: { readonly year: number; readonly today: IsoDate; readonly until?: IsoDate },
): Promise<YearStatement | undefined> {
  const { year, today } = at;
  if (year > yearOf(today) || year < 1978) return undefined;
  const until = at.until ?? (year === yearOf(today) ? today : isoDate(`${year}-12-31`));
  const [detail, declared, person] = await Promise.all([
    yearDetail(executor, personId, until),
    declaredReturns(executor),
    personDetails(executor, keys, personId),
  ]);
  if (!person || (detail.opening === 0n && detail.lines.length === 0)) return undefined;
  const names = new Map(person.memberships.map((card) => [card.employerId, card.employerName]));
  const { contributions, others } = sortLines(detail.lines, (payerId) => names.get(payerId));
  const amounts = amountsOf(detail, contributions, others);
  const reckoned = reckon(detail, declared);
  const isRunning = !detail.isClosed && year === yearOf(today);
  return {
    year,
    until,
    state: detail.isClosed ? 'closed' : 'open',
    holder: holderOf(person, year),
    amounts,
    contributions,
    others,
    reckoned,
    provisional: isRunning ? await runningReturn(executor, personId, declared, until) : undefined,
    ties:
      isComplete(amounts) &&
      (!reckoned ||
        reckoned.amount ===
          sumRupiah(others.filter(({ kind }) => kind === 'return').map(({ amount }) => amount))),
  };
}

function isComplete({
  opening,
  contributions,
  returns,
  payments,
  corrections,
  closing,
}: StatementAmounts): boolean {
  return opening + contributions + returns + payments + corrections === closing;
}

function holderOf({ fullName, memberships }: PersonDetails, year: number): StatementHolder {
  const ran = memberships.filter(
    ({ startedOn, endedOn }) =>
      yearOf(startedOn) <= year && (endedOn === undefined || yearOf(endedOn) >= year),
  );
  const cards = ran.length > 0 ? ran : memberships;
  return { fullName, memberNumbers: [...new Set(cards.map(({ memberNumber }) => memberNumber))] };
}
