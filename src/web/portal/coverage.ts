import type { Coverage } from '#benefits';
import { type Html, isMessageKey, type Visit } from '#platform';
import { badge, type Tone } from '#web/layout';

const tones: Record<Coverage['state'], Tone> = {
  covered: 'ok',
  qualifying: 'quiet',
  lapsed: 'warn',
  not_covered: 'quiet',
};

/** Whether the member is covered, in one word; while qualifying, how far along. */
export function coverageBadge(visit: Visit, coverage: Coverage): Html {
  const { programme, state, monthsPaid, monthsNeeded } = coverage;
  const counts = state === 'qualifying' && monthsPaid !== undefined && monthsNeeded !== undefined;
  const label = counts
    ? visit.t('portal.coverage.months', { paid: monthsPaid, needed: monthsNeeded })
    : visit.t(`portal.coverage.${state === 'covered' && programme === 'JHT' ? 'active' : state}`);
  return badge(tones[state], label);
}

/** Why not, in words that the benefits room names; nothing when it names none. */
export function coverageReason(visit: Visit, coverage: Coverage): string | undefined {
  const key = `benefits.reason.${coverage.reason ?? ''}`;
  return isMessageKey(key) ? visit.t(key) : undefined;
}
