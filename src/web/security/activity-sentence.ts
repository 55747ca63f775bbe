import { secondFactorMethods, type SecondFactorMethod } from '#accounts';
import type { ActivityEntry } from '#activity';
import { parseMonth } from '#kernel';
import { formatMonth, isMessageKey, type MessageKey, type Visit } from '#platform';

/** Words for the closed names in an entry's details; a name without a word is left out of the sentence. */
const words = {
  sms: 'activity.by.sms',
  whatsapp: 'activity.by.whatsapp',
  email: 'activity.by.email',
  totp: 'activity.by.totp',
  passkey: 'activity.by.passkey',
  recovery: 'activity.by.recovery',
  password: 'activity.by.password',
  member_number: 'activity.by.member_number',
  national_number: 'activity.by.national_number',
  phone: 'activity.by.phone',
  username: 'activity.by.username',
  case_number: 'activity.by.case_number',
} as const satisfies Record<string, MessageKey>;

const remoteEnds = ['ended_elsewhere', 'new_password', 'recovered', 'not_me', 'revoked'] as const;

/** One plain sentence for an entry, in the language of the page. */
export function activitySentence({ t }: Visit, entry: ActivityEntry): string {
  const { details = {} } = entry;
  const named = details['channel'] ?? details['method'] ?? details['by'];
  const by = typeof named === 'string' && named in words ? t(words[named as keyof typeof words]) : '';
  return t(`activity.${entry.event}` satisfies MessageKey, {
    by: by ? ` ${by}` : '',
    client: String(details['client'] ?? ''),
    why: whyOf(t, entry),
    factor: isFactor(details['method']) ? t(`security.factor.${details['method']}`) : '',
    left: Number(details['left'] ?? 0),
    count: Number(details['count'] ?? 1),
    // A number that breaks is hard to read out.
    case: String(details['case'] ?? '').replaceAll('-', '\u2011'),
    remedy: remedyName(details['remedy'], t),
    npp: String(details['npp'] ?? ''),
    rows: Number(details['rows'] ?? 0),
    code: String(details['code'] ?? ''),
    month: monthName(details['month'], t),
    savings: savingsName(details['jht'], t),
    year: String(details['year'] ?? ''),
  });
}

/** The reason of an ended session, a refused passkey or an officer's look; others have sentences of their own or none. */
function whyOf(t: Visit['t'], { event, details = {} }: ActivityEntry): string {
  const { reason } = details;
  if (event === 'session_ended')
    return t(`activity.ended.${remoteEnds.find((known) => known === reason) ?? 'ended_elsewhere'}`);
  if (reason === 'copied') return t('activity.why.copied');
  const key = `activity.look.${String(reason)}`;
  return event === 'support_looked' && isMessageKey(key) ? ` ${t(key)}` : '';
}

const monthName = (month: unknown, t: Visit['t']) => {
  const read = typeof month === 'string' ? parseMonth(month) : undefined;
  return read ? formatMonth(read, t.language) : '';
};

const savingsName = (jht: unknown, t: Visit['t']) =>
  jht === 'with' || jht === 'without' ? t(`activity.jht.${jht}`) : '';

function isFactor(name: unknown): name is SecondFactorMethod {
  return secondFactorMethods.some((known) => known === name);
}

function remedyName(name: unknown, t: Visit['t']): string {
  const key = `desk.remedy.${String(name)}`;
  return isMessageKey(key) ? t(key) : '';
}
