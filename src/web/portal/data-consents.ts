import { type FormFields, type Html, html, isMessageKey, nothing, type Page, type Visit } from '#platform';
import { consentsOf, requestsOf, withdrawConsent } from '#privacy';
import { button, card, form, notice } from '#web/layout';
import { requestRow } from './data.ts';
import { askerOf, dataPage, type DataServices, instant } from './data-frame.ts';

const address = '/data/consents';

/** Every consent with what it allows and since when, the way to withdraw it, and those withdrawn before. */
export function dataConsentsPage(services: DataServices): Page {
  return {
    path: address,
    access: 'member',
    get: (visit) => show(services, visit),
    post: (visit, sent) => withdraw(services, visit, sent),
  };
}

async function withdraw(services: DataServices, visit: Visit, sent: FormFields): Promise<Response> {
  const gone = await withdrawConsent(services, askerOf(visit), (sent['client'] ?? '').slice(0, 100));
  return visit.redirect(gone ? `${address}?withdrawn=1` : address);
}

type Consent = Awaited<ReturnType<typeof consentsOf>>[number];

async function show({ database }: DataServices, visit: Visit): Promise<Response> {
  const { t } = visit;
  const { accountId } = askerOf(visit);
  const [services, requests] = await Promise.all([
    consentsOf(database, accountId, visit.now),
    requestsOf(database, accountId),
  ]);
  const withdrawn = requests.filter(({ kind }) => kind === 'consent');
  const lead = t('data.consents.lead');
  const body = html`${
    visit.context.req.query('withdrawn') === '1'
      ? notice({ kind: 'ok', body: html`<p>${t('data.consents.withdrawn')}</p>` })
      : nothing
  }
  ${card({
    title: t('data.consents.services'),
    body:
      services.length === 0
        ? html`<p class="soft">${t('data.consents.none')}</p>`
        : html`<ul class="rows">
            ${services.map((service) => serviceRow(visit, service))}
          </ul>`,
  })}
  ${card({
    title: t('data.consents.others'),
    body: html`<p>${t('data.consents.messages')}</p>
      <p><a href="/alerts">${t('alerts.title')}</a></p>
      <p>${t('data.consents.analytics')}</p>
      <p>${t('data.consents.law')}</p>`,
  })}
  ${card({
    title: t('data.consents.history'),
    body:
      withdrawn.length === 0
        ? html`<p class="soft">${t('data.consents.no_history')}</p>`
        : html`<ul class="rows">
            ${withdrawn.map((request) => requestRow(visit, request))}
          </ul>`,
  })}`;
  return dataPage(visit, { title: t('data.consents'), lead, body, address });
}

function serviceRow(visit: Visit, { clientId, name, scopes, since }: Consent): Html {
  const { t } = visit;
  const shared = scopes.flatMap((scope) => {
    const key = `signin.consent_${scope === 'offline_access' ? 'offline' : scope}`;
    return isMessageKey(key) ? [t(key)] : [];
  });
  return html`<li>
    <strong>${name}</strong>
    <div class="small soft">${t('data.consents.since', { at: instant(visit, since) })}</div>
    <ul class="small">
      ${shared.map((one) => html`<li>${one}</li>`)}
    </ul>
    ${form(visit, {
      action: address,
      body: button({
        label: t('data.consents.withdraw', { client: name }),
        kind: 'secondary',
        name: 'client',
        value: clientId,
      }),
    })}
  </li>`;
}
