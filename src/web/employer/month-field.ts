import { firstContributionMonth } from '#contributions';
import { addMonths, AppError, dayIn, type Month, monthOf, monthsBetween, parseMonth } from '#kernel';
import { formatMonth, type Html, type Visit } from '#platform';
import { select } from '#web/layout';

/** Only months that the form offered. */
export function readOffered(visit: Visit, text = ''): Month {
  const month = parseMonth(text);
  if (!month || !offeredMonths(visit).includes(month))
    throw new AppError('form_unreadable', 'a month that was not offered');
  return month;
}

/** All that the law is known of, newest first: a correction or a forgotten report may be of any of them. */
export function offeredMonths({ now }: Visit): Month[] {
  const last = monthOf(dayIn(now));
  const count = monthsBetween(firstContributionMonth, last) + 1;
  return Array.from({ length: count }, (_, back) => addMonths(last, -back));
}

/** The choice of a month, under its year; the one before the present unless chosen. */
export function monthField(visit: Visit, chosen: Month | undefined): Html {
  const { t } = visit;
  const months = offeredMonths(visit);
  return select({
    name: 'month',
    label: t('employer.upload.month'),
    hint: t('employer.upload.month_hint', { first: formatMonth(firstContributionMonth, t.language) }),
    value: chosen ?? months[1] ?? '',
    options: months.map((month) => ({
      value: month,
      label: formatMonth(month, t.language),
      group: month.slice(0, 4),
    })),
  });
}
