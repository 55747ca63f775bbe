import type { TimeZoneName } from '#kernel';
import { formatInstant, isMessageKey, type Translate } from '#platform';
import type { Explanation, GateResult } from '#support';

/** What a closed gate says: what is closed, and what the member meets there. */
export type GateWords = { readonly closed: string; readonly meets: string };

/** In the language of `t`, with times in the member's own zone, because the officer reads them out. */
export function gateWords(t: Translate, result: GateResult, { facts }: Explanation): GateWords {
  const zone = facts.account?.timeZone;
  const values = {
    until: untilOf(t, result, zone),
    at: listed(t, 'explain.at', result.values?.['at']),
    channels: listed(t, 'explain.channel', result.values?.['channels']),
    by: listed(t, 'explain.by', result.values?.['by']),
    reason: listed(t, 'explain.reason', result.values?.['reason']),
    since: sinceOf(t, result.values?.['since'], zone),
    seconds: Number(result.values?.['seconds'] ?? 0),
  };
  const ready = result.gate === 'recovery_waits' && result.values?.['ready'] === 1;
  return {
    closed: t(ready ? 'explain.closed.recovery_ready' : `explain.closed.${result.gate}`, values),
    meets: t(`explain.meets.${result.gate}`, values),
  };
}

const sinceOf = (t: Translate, since: string | number | undefined, zone: TimeZoneName | undefined): string =>
  since ? formatInstant(new Date(since), t.language, zone) : '';

function untilOf(t: Translate, { until }: GateResult, zone: TimeZoneName | undefined): string {
  return until ? formatInstant(until, t.language, zone) : '';
}

/** Names from closed lists, separated by spaces, in words; an id of a device among them is called a device. */
function listed(t: Translate, prefix: string, names: string | number | undefined): string {
  const words = String(names ?? '')
    .split(' ')
    .filter(Boolean)
    .map((name) => {
      const key = `${prefix}.${name}`;
      return isMessageKey(key) ? t(key) : t('explain.at.device');
    });
  return [...new Set(words)].join(', ');
}
