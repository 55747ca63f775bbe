import { secondFactorMethods, type SecondFactorMethod } from '#accounts';
import type { ActivityEntry } from '#activity';
import type { MessageKey, Visit } from '#platform';

/** Words for the closed names in an entry's details; a name without a word is left out of the sentence. */
const words = {
  sms: 'activity.by.sms',
  whatsapp: 'activity.by.whatsapp',
  email: 'activity.by.email',
  totp: 'activity.by.totp',
  passkey: 'activity.by.passkey',
  recovery: 'activity.by.recovery',
  password: 'activity.by.password',
} as const satisfies Record<string, MessageKey>;

const remoteEnds = ['ended_elsewhere', 'new_password', 'recovered', 'not_me', 'revoked'] as const;

/** One plain sentence for an entry, in the language of the page. */
export function activitySentence({ t }: Visit, entry: ActivityEntry): string {
  const { details = {} } = entry;
  const named = details['channel'] ?? details['method'];
  const by = typeof named === 'string' && named in words ? t(words[named as keyof typeof words]) : '';
  return t(`activity.${entry.event}` satisfies MessageKey, {
    by: by ? ` ${by}` : '',
    client: String(details['client'] ?? ''),
    why: whyOf(t, entry),
    factor: isFactor(details['method']) ? t(`security.factor.${details['method']}`) : '',
    left: Number(details['left'] ?? 0),
    count: Number(details['count'] ?? 1),
    case: String(details['case'] ?? ''),
  });
}

function whyOf(t: Visit['t'], { event, details = {} }: ActivityEntry): string {
  const { reason } = details;
  if (event === 'session_ended')
    return t(`activity.ended.${remoteEnds.find((known) => known === reason) ?? 'ended_elsewhere'}`);
  return reason === 'copied' ? t('activity.why.copied') : '';
}

function isFactor(name: unknown): name is SecondFactorMethod {
  return secondFactorMethods.some((known) => known === name);
}
