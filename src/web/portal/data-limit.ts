import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import {
  askForLimitation,
  currentRequest,
  type DataRequest,
  goesOnWhileLimited,
  liftOwnLimitation,
  limitationGrounds,
  stopsWhileLimited,
} from '#privacy';
import { button, card, form, notice, select } from '#web/layout';
import { askerOf, dataPage, type DataServices, instant } from './data-frame.ts';

const address = '/data/limit';

/** Ask that processing be limited to what the law asks for, see that it is, and lift it. */
export function dataLimitPage(services: DataServices): Page {
  return {
    path: address,
    access: 'member',
    get: (visit) => show(services, visit, false),
    post: (visit, sent) => act(services, visit, sent),
  };
}

async function act(services: DataServices, visit: Visit, sent: FormFields): Promise<Response> {
  const asker = askerOf(visit);
  if (sent['act'] === 'lift') {
    await liftOwnLimitation(services, asker);
    return visit.redirect(`${address}?done=lifted`);
  }
  const asked = await askForLimitation(services, asker, sent['ground'] ?? '');
  if (!asked.ok && asked.refusal === 'ground') return show(services, visit, true);
  return visit.redirect(address);
}

async function show({ database }: DataServices, visit: Visit, noGround: boolean): Promise<Response> {
  const { t } = visit;
  const limited = await currentRequest(database, askerOf(visit).accountId, 'limitation');
  const lead = t('data.limit.lead');
  const body = html`${noGround ? notice({ kind: 'bad', body: html`<p>${t('data.limit.choose')}</p>` }) : nothing}
  ${
    visit.context.req.query('done') === 'lifted' && !limited
      ? notice({ kind: 'ok', body: html`<p>${t('data.limit.lifted')}</p>` })
      : nothing
  }
  ${card({ body: limited ? standing(visit, limited) : askForm(visit) })}
  ${card({
    title: t('data.limit.stops'),
    body: html`<ul>
      ${stopsWhileLimited.map((one) => html`<li>${t(`data.limit.stops.${one}`)}</li>`)}
    </ul>`,
  })}
  ${card({
    title: t('data.limit.goes_on'),
    body: html`<ul>
      ${goesOnWhileLimited.map((one) => html`<li>${t(`data.limit.goes_on.${one}`)}</li>`)}
    </ul>`,
  })}`;
  return dataPage(visit, { title: t('data.limit'), lead, body, address }, noGround);
}

function askForm(visit: Visit): Html {
  const { t } = visit;
  const options = [
    { value: '', label: t('data.limit.choose') },
    ...limitationGrounds.map((value) => ({ value, label: t(`data.limit.ground.${value}`) })),
  ];
  return form(visit, {
    action: address,
    body: html`${select({ name: 'ground', label: t('data.limit.ground'), value: '', options })}
    ${button({ label: t('data.limit.ask') })}`,
  });
}

function standing(visit: Visit, { askedAt, caseNumber, state, dueAt }: DataRequest): Html {
  const { t } = visit;
  return html`<p role="status">
      ${t.html('data.limit.since', {
        at: instant(visit, askedAt),
        case: html`<strong class="nowrap">${caseNumber}</strong>`,
      })}
    </p>
    <p>
      ${state === 'open' ? t('data.limit.deciding', { at: instant(visit, dueAt) }) : t('data.limit.upheld')}
    </p>
    ${form(visit, {
      action: address,
      body: button({ label: t('data.limit.lift'), kind: 'secondary', name: 'act', value: 'lift' }),
    })}`;
}
