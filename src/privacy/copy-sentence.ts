import { parseMonth } from '#kernel';
import { formatMonth, isMessageKey, type Translate } from '#platform';
import type { DataCopy } from './copy-shape.ts';

/** The sentence of the activity page for an entry, with every value that it can name. */
export function sentence(t: Translate, { event, details }: DataCopy['activity'][number]): string {
  const key = `activity.${event}`;
  if (!isMessageKey(key)) return event;
  const word = (prefix: string, name: string | number | undefined, before = '') => {
    const known = `${prefix}.${String(name)}`;
    return isMessageKey(known) ? before + t(known) : '';
  };
  const { reason } = details;
  const named = details['channel'] ?? details['method'] ?? details['by'];
  return t(key, {
    client: '',
    case: '',
    npp: '',
    code: '',
    year: '',
    rows: 0,
    left: 0,
    count: 1,
    ...details,
    month: monthName(t, details['month']),
    savings: word('activity.jht', details['jht']),
    by: word('activity.by', named, ' '),
    factor: word('security.factor', details['method']),
    remedy: word('desk.remedy', details['remedy']),
    why: word('activity.ended', reason) || word('activity.why', reason) || word('activity.look', reason, ' '),
  });
}

function monthName(t: Translate, typed: string | number | undefined): string {
  const read = typeof typed === 'string' ? parseMonth(typed) : undefined;
  return read ? formatMonth(read, t.language) : '';
}
