import { addDays, isoDate } from '#kernel';
import { type ComponentDay, historyDays } from '#operations';
import { formatDate, formatNumber, type Html, html, join, nothing, trustedHtml, type Visit } from '#platform';
import { disclosure } from '#web/layout';

/** Heights differ with the colours, so that nobody has to tell red from green. */
const bars = {
  none: { height: 4, fill: '#c9cddc' },
  good: { height: 16, fill: '#2e7d4f' },
  degraded: { height: 24, fill: '#b26a00' },
  down: { height: 32, fill: '#b3261e' },
} as const;

/** Less of a day than this is not worth a colour. */
const fewestMinutes = 2;

function kindOf(day: ComponentDay | undefined): keyof typeof bars {
  if (!day || day.measuredMinutes === 0) return 'none';
  if (day.downMinutes >= fewestMinutes) return 'down';
  return day.degradedMinutes + day.downMinutes >= fewestMinutes ? 'degraded' : 'good';
}

/** A bar for each of the 90 days, and in words how much of them was good and which days were not. */
export function daysOf(visit: Visit, name: string, since: string, days: readonly ComponentDay[]): Html {
  const byDay = new Map<string, ComponentDay>(days.map((day) => [day.day, day]));
  const drawn = Array.from({ length: historyDays }, (_, index) => {
    const { height, fill } = bars[kindOf(byDay.get(addDays(isoDate(since), index)))];
    return `<rect x="${index * 4}" y="${32 - height}" width="3" height="${height}" fill="${fill}"/>`;
  });
  const share = shareOf(visit, days);
  return html`<svg
      class="days"
      viewBox="0 0 ${historyDays * 4 - 1} 32"
      preserveAspectRatio="none"
      role="img"
      aria-label="${name}: ${share}"
    >
      ${trustedHtml(drawn.join(''))}
    </svg>
    <p class="small soft">${share}</p>
    ${troubledDays(visit, days)}`;
}

/** How much of what was measured was good; ninety days are claimed only where each of them was. */
function shareOf(visit: Visit, days: readonly ComponentDay[]): string {
  const { t } = visit;
  const measured = days.filter(({ measuredMinutes }) => measuredMinutes > 0);
  const good = goodShare(visit, measured);
  const [first] = measured.map(({ day }) => day).toSorted();
  if (first === undefined || good === undefined) return t('status.days_unmeasured');
  return measured.length >= historyDays
    ? t('status.days', { days: historyDays, good })
    : t('status.days_since', {
        day: formatDate(isoDate(first), t.language),
        measured: measured.length,
        good,
      });
}

/** Minutes without trouble among those that were measured, in per cent; undefined where none was. */
function goodShare({ t }: Visit, days: readonly ComponentDay[]): string | undefined {
  const sum = (of: (day: ComponentDay) => number) => days.reduce((total, day) => total + of(day), 0);
  const measured = sum((day) => day.measuredMinutes);
  if (measured === 0) return undefined;
  const good = measured - sum((day) => day.degradedMinutes + day.downMinutes);
  // Rounded down: a minute of trouble is never told as a hundred.
  return `${formatNumber(Math.floor((good / measured) * 10_000) / 100, t.language)}%`;
}

function troubledDays(visit: Visit, days: readonly ComponentDay[]): Html {
  const { t } = visit;
  const troubled = days.filter((day) => ['degraded', 'down'].includes(kindOf(day))).toReversed();
  if (troubled.length === 0) return nothing;
  const rows = troubled.map(
    ({ day, degradedMinutes, downMinutes }) =>
      html`<li>
        ${t('status.day', {
          day: formatDate(isoDate(day), t.language, 'medium'),
          down: downMinutes,
          degraded: degradedMinutes,
        })}
      </li>`,
  );
  return disclosure({
    summary: t('status.days_troubled', { count: troubled.length }),
    body: html`<ul>
      ${join(rows)}
    </ul>`,
  });
}
