import type { Coverage } from '#benefits';
import type { MessageKey, Translate, Visit } from '#platform';

/** What is said to whoever pays alone in place of words about a wage and an employer. */
const ownWords: Partial<Record<MessageKey, MessageKey>> = {
  'alerts.kind.missed': 'portal.own.alert.missed',
  'alerts.kind.missed_hint': 'portal.own.alert.missed_hint',
  'benefits.refusal.wage_not_known': 'portal.own.income_not_known',
  'portal.benefit.JHT.change.wage': 'portal.own.JHT.change.income',
  'portal.benefit.JHT.step.2': 'portal.own.JHT.step.2',
  'portal.benefit.JKK.change.under_reported': 'portal.own.JKK.change.under_reported',
  'portal.benefit.JKK.change.wage': 'portal.own.JKK.change.income',
  'portal.benefit.JKK.later_months': 'portal.own.JKK.later_months',
  'portal.benefit.JKK.pay': 'portal.own.JKK.pay',
  'portal.benefit.JKK.step.2': 'portal.own.JKK.step.2',
  'portal.benefit.JKM.change.wage': 'portal.own.JKM.change.income',
  'portal.benefit.assumption.wage': 'portal.own.assumption.income',
  'portal.benefit.wage': 'portal.own.income',
  'portal.benefit.wage_of': 'portal.own.income_of',
  'portal.programmes.JHT.2': 'portal.programmes.JHT.own.2',
  'portal.programmes.JHT.what': 'portal.programmes.JHT.own.what',
  'portal.programmes.JKK.2': 'portal.own.JKK.2',
  'portal.programmes.JKK.3': 'portal.own.JKK.3',
};

export const paysAlone = (coverage: readonly Coverage[]): boolean =>
  coverage.length > 0 && coverage.every(({ selfEmployed }) => selfEmployed);

/** The same visit, which speaks to whoever pays alone in words of their own. */
export function inOwnWords(visit: Visit, own: boolean): Visit {
  if (!own) return visit;
  const { t } = visit;
  const named = (key: MessageKey) => ownWords[key] ?? key;
  const translate: Translate = Object.assign(
    (...[key, parameters]: Parameters<Translate>) => t(named(key), parameters),
    {
      language: t.language,
      html: (...[key, parameters]: Parameters<Translate['html']>) => t.html(named(key), parameters),
    },
  );
  return { ...visit, t: translate };
}
