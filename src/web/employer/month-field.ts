import { addMonths, AppError, dayIn, type Month, monthOf, parseMonth } from '#kernel';
import { formatMonth, type Html, type Visit } from '#platform';
import { select } from '#web/layout';

const monthsOffered = 36;

/** Only months that the form offered. */
export function readOffered(visit: Visit, text = ''): Month {
  const month = parseMonth(text);
  if (!month || !offeredMonths(visit).includes(month))
    throw new AppError('form_unreadable', 'a month that was not offered');
  return month;
}

export function offeredMonths({ now }: Visit): Month[] {
  const last = monthOf(dayIn(now));
  return Array.from({ length: monthsOffered }, (_, back) => addMonths(last, -back));
}

/** The choice of a month; the one before the present unless chosen. */
export function monthField(visit: Visit, chosen: Month | undefined): Html {
  const { t } = visit;
  const months = offeredMonths(visit);
  return select({
    name: 'month',
    label: t('employer.upload.month'),
    value: chosen ?? months[1] ?? '',
    options: months.map((month) => ({ value: month, label: formatMonth(month, t.language) })),
  });
}
