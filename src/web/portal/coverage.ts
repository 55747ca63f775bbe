import type { Coverage } from '#benefits';
import { formatDate, type Html, isMessageKey, type Visit } from '#platform';
import { badge, type Tone } from '#web/layout';

const tones: Record<Coverage['state'], Tone> = {
  covered: 'ok',
  qualifying: 'quiet',
  lapsed: 'warn',
  not_covered: 'quiet',
  not_recorded: 'quiet',
};

/** Savings stay with a member who left; only what new contributions would cover has stopped. */
function keepsSavings({ programme, reason, state }: Coverage): boolean {
  return (
    programme === 'JHT' &&
    state === 'lapsed' &&
    (reason === 'membership_ended' || reason === 'paid_by_package')
  );
}

/** Whether the member is covered, in one word; while qualifying, how far along. */
export function coverageBadge(visit: Visit, coverage: Coverage): Html {
  const { programme, state, monthsPaid, monthsNeeded } = coverage;
  if (keepsSavings(coverage)) return badge('ok', visit.t('portal.coverage.saved'));
  const counts = state === 'qualifying' && monthsPaid !== undefined && monthsNeeded !== undefined;
  const label = counts
    ? visit.t('portal.coverage.months', { paid: monthsPaid, needed: monthsNeeded })
    : visit.t(`portal.coverage.${state === 'covered' && programme === 'JHT' ? 'active' : state}`);
  return badge(tones[state], label);
}

/** Why not, in words that the benefits room names; nothing when it names none. */
export function coverageReason(visit: Visit, coverage: Coverage): string | undefined {
  const { programme, reason, endedOn, selfEmployed } = coverage;
  if (reason === 'membership_ended' && endedOn) {
    const date = formatDate(endedOn, visit.t.language);
    const kind = programme === 'JP' || programme === 'JKP' ? 'employer_only' : 'protection';
    const savings = selfEmployed ? 'own_savings' : 'savings';
    return visit.t(`portal.ended.${keepsSavings(coverage) ? savings : kind}`, { date });
  }
  if (selfEmployed && reason === 'employer_not_obliged') return visit.t('portal.own.not_chosen');
  if (selfEmployed && reason === 'nothing_reported_yet') return visit.t('portal.own.nothing_paid_yet');
  const key = `benefits.reason.${reason ?? ''}`;
  return isMessageKey(key) ? visit.t(key) : undefined;
}
