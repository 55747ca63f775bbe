import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import {
  askForDeletion,
  currentRequest,
  type DataRequest,
  deletedThings,
  type DeletionRefusal,
  keepAccount,
  keptThings,
  whyNotDeleted,
} from '#privacy';
import { button, card, field, form, helpAddress, notice } from '#web/layout';
import { confirmAddress, isConfirmedHere } from './confirmed-here.ts';
import { askerOf, confirmFirstCard, dataPage, type DataServices, instant } from './data-frame.ts';

const address = '/data/delete';

/** What is deleted and what is kept, the request itself, and the way to take it back. */
export function dataDeletePage(services: DataServices): Page {
  return {
    path: address,
    access: 'member',
    get: (visit) => show(services, visit, undefined),
    post: (visit, sent) => act(services, visit, sent),
  };
}

async function act(services: DataServices, visit: Visit, sent: FormFields): Promise<Response> {
  const asker = askerOf(visit);
  if (sent['act'] === 'keep') {
    const kept = await keepAccount(services, asker);
    return visit.redirect(kept ? `${address}?kept=1` : address);
  }
  if (!(await isConfirmedHere(services, visit))) return visit.redirect(confirmAddress(visit, address));
  if ((sent['word'] ?? '').trim().toUpperCase() !== visit.t('data.delete.word'))
    return show(services, visit, 'word');
  const asked = await askForDeletion(services, asker);
  return asked.ok ? visit.redirect(address) : show(services, visit, undefined);
}

async function show(services: DataServices, visit: Visit, problem: 'word' | undefined): Promise<Response> {
  const { t, config } = visit;
  const { accountId, personId } = askerOf(visit);
  const waiting = await currentRequest(services.database, accountId, 'deletion');
  const against = waiting
    ? []
    : await whyNotDeleted(services.database, { accountId, personId, now: visit.now });
  const lead = t('data.delete.lead', { days: config.DELETION_WAIT_DAYS });
  const body = html`${
      visit.context.req.query('kept') === '1' && !waiting
        ? notice({ kind: 'ok', body: html`<p>${t('data.delete.cancelled')}</p>` })
        : nothing
    }
    ${waiting ? waitingCard(visit, waiting) : nothing} ${lists(visit)}
    ${against.length > 0 ? againstNotice(visit, against) : nothing}
    ${waiting || against.length > 0 ? nothing : await askPart(services, visit, problem)}
    <p><a href="${helpAddress('delete-account')}">${t('layout.help_on_this')}</a></p>`;
  return dataPage(visit, { title: t('data.delete'), lead, body, address }, problem !== undefined);
}

function lists(visit: Visit): Html {
  const { t } = visit;
  return html`${card({
    title: t('data.delete.deleted'),
    body: html`<ul>
      ${deletedThings.map((one) => html`<li>${t(`data.delete.deleted.${one}`)}</li>`)}
    </ul>`,
  })}
  ${card({
    title: t('data.delete.kept'),
    body: html`<ul>
        ${keptThings.map((one) => html`<li>${t(`data.delete.kept.${one}`)}</li>`)}
      </ul>
      <p>${t('data.delete.after')}</p>`,
  })}`;
}

function waitingCard(visit: Visit, { caseNumber, dueAt }: DataRequest): Html {
  const { t } = visit;
  return card({
    body: html`<p role="status">
        ${t.html('data.delete.waits', {
          case: html`<strong class="nowrap">${caseNumber}</strong>`,
          at: instant(visit, dueAt),
        })}
      </p>
      <p>${t('data.delete.told')}</p>
      ${form(visit, {
        action: address,
        body: button({ label: t('data.delete.cancel'), name: 'act', value: 'keep' }),
      })}`,
  });
}

function againstNotice(visit: Visit, against: readonly DeletionRefusal[]): Html {
  const { t } = visit;
  return notice({
    kind: 'warn',
    standing: true,
    title: t('data.delete.against'),
    body: html`<ul>
      ${against.map((one) => html`<li>${t(`data.delete.refused.${one}`)}</li>`)}
    </ul>`,
  });
}

async function askPart(services: DataServices, visit: Visit, problem: 'word' | undefined): Promise<Html> {
  if (!(await isConfirmedHere(services, visit))) return confirmFirstCard(visit, address);
  const { t } = visit;
  const word = t('data.delete.word');
  return card({
    body: form(visit, {
      action: address,
      body: html`${field(visit, {
        name: 'word',
        label: t('data.delete.type', { word }),
        maxlength: 20,
        autocomplete: 'off',
        error: problem ? t('data.delete.type_wrong', { word }) : undefined,
      })}
      ${button({ label: t('data.delete.ask'), kind: 'secondary' })}`,
    }),
  });
}
