import { type Html, html, type Visit } from '#platform';
import { helpAddress, notice, supportPhone } from '#web/layout';

/** For whoever typed the right password of an account that stands still: what happened, what to do, who helps. */
export function frozenNotice(visit: Visit, problem: 'frozen-death' | 'frozen-other'): Html {
  const { t } = visit;
  const phone = supportPhone(visit);
  if (problem === 'frozen-other')
    return notice({
      kind: 'bad',
      title: t('signin.frozen_title'),
      body: html`<p>${t.html('signin.frozen_other', { phone })}</p>`,
    });
  return notice({
    kind: 'bad',
    title: t('signin.frozen_title'),
    body: html`<p>${t('signin.frozen_death')}</p>
      <p>${t.html('signin.frozen_alive', { phone })}</p>
      <p>
        <a href="/alive">${t('signin.frozen_alive_link')}</a> ·
        <a href="${helpAddress('member-died')}">${t('layout.help_on_this')}</a>
      </p>`,
  });
}
