import {
  approveFiling,
  type ApproveRefusal,
  type Filing,
  formRowsOf,
  needsAnother,
  previewSeen,
  refusedRowsOf,
  remarksOf,
  wageRemarksOf,
  withdrawFiling,
} from '#filings';
import { dayIn, monthOf } from '#kernel';
import { type Employer, workersByCard } from '#members';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, form, notice } from '#web/layout';
import { formForClerk, forClerk } from './at-work.ts';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';
import { filingAsked } from './filing-asked.ts';
import { filingName } from './overview.ts';
import { changesCard } from './changes-card.ts';
import { correctionCard } from './correction-card.ts';
import { faultNotice, waitingNotice } from './filing-notices.ts';
import { newCardsCard } from './new-cards.ts';
import { isWageForm, refusedCard } from './refused-card.ts';
import { resultCard } from './result-card.ts';
import { rowsCard } from './rows-card.ts';
import { wagesCard } from './wages-card.ts';
import { unknownColumns } from './unknown-columns.ts';
import { askStrong, isStrong, strongAddress } from './strong.ts';
import { isTyped, stateBadge } from './words.ts';

const shownRefused = 50;
/** How often the page looks again while it waits; by a header, so that it needs no JavaScript. */
const refreshSeconds = 2;

/** One filing: how far it is, what was refused and why, what it would change, and the word that makes it count. */
export function filingPage(services: Services): Page {
  return {
    path: '/employer/:npp/filing/:filingId',
    access: 'clerk',
    get: forClerk(services, (visit, work) => show(services, visit, work, undefined)),
    post: formForClerk(services, (visit, work, sent) => decide(services, visit, work, sent)),
  };
}

async function decide(services: Services, visit: Visit, work: AtWork, sent: FormFields): Promise<Response> {
  const { filingId } = await filingAsked(services, visit, work);
  const address = addressOf(work.employer, `/filing/${filingId}`);
  const decision = { clerk: work.clerk, filingId, now: visit.now };
  if (sent['decision'] === 'withdraw') {
    const withdrawn = await withdrawFiling(services.database, decision);
    if (!withdrawn.ok && withdrawn.refusal === 'recovery') return show(services, visit, work, 'recovery');
    return visit.redirect(address);
  }
  if (!isStrong(visit)) return visit.redirect(strongAddress(address));
  const approved = await approveFiling(services.database, { ...decision, seen: sent['seen'] ?? '' });
  return approved.ok ? visit.redirect(address) : show(services, visit, work, approved.refusal);
}

async function show(
  services: Services,
  visit: Visit,
  work: AtWork,
  problem: ApproveRefusal | undefined,
): Promise<Response> {
  const filing = await filingAsked(services, visit, work);
  const { t } = visit;
  const address = addressOf(work.employer, `/filing/${filing.filingId}`);
  const waits = filing.state === 'received' || filing.state === 'approved';
  if (waits) visit.context.header('Refresh', String(refreshSeconds));
  const title = filingName(visit, filing);
  const body = html`<h1>${title} ${stateBadge(visit, filing)}</h1>
    <p class="lead">
      ${filing.source === 'file' ? t('employer.filing.file', { name: filing.fileName }) : t('employer.filing.form')}
    </p>
    ${filing.correctionReason === null ? nothing : html`<p>${t('employer.correction.because', { reason: filing.correctionReason })}</p>`}
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`employer.problem.${problem}`)}</p>` }) : nothing}
    ${filing.changedAt && !problem ? notice({ kind: 'bad', body: html`<p>${t('employer.filing.changed')}</p>` }) : nothing}
    ${waits ? waitingNotice(visit, filing) : nothing}
    ${filing.state === 'unreadable' ? faultNotice(visit, work.employer, filing) : nothing}
    ${filing.state === 'counted' ? countedNotice(visit, work, filing) : nothing}
    ${unknownColumns(visit, work, filing)} ${await looked(services, visit, work, filing)}
    ${filing.state === 'checked' ? await decisionCard(services, visit, work, filing, address) : nothing}
    <p><a href="${addressOf(work.employer)}">${t('employer.filing.back')}</a></p>`;
  return employerPage(visit, { title, body, languageAddress: address }, problem ? 422 : 200);
}

/** What became of it, and for wages the way to the bill; the difference of a correction may be on another month's. */
function countedNotice(visit: Visit, { employer }: AtWork, filing: Filing): Html {
  const { t } = visit;
  const { kind, month, correctionReason } = filing;
  if (correctionReason !== null)
    return notice({
      kind: 'ok',
      body: html`<p>${t('employer.filing.counted_correction')}</p>
        <p><a href="${addressOf(employer, '/bills')}">${t('employer.filing.to_bills')}</a></p>`,
    });
  const bill = kind === 'wages' && month !== null;
  return notice({
    kind: 'ok',
    body: html`<p>${t(bill ? 'employer.filing.counted' : 'employer.filing.counted_record')}</p>
      ${kind === 'workers' ? newNumbers(visit, employer, filing) : nothing}
      ${bill ? html`<p><a href="${addressOf(employer, `/bills/${month}`)}">${t('employer.filing.to_bill')}</a></p>` : nothing}
      ${isTyped(filing) ? html`<p><a href="${addressOf(employer, `/form/${kind}`)}">${t(`employer.filing.another_${kind as 'workers' | 'exits'}`)}</a></p>` : nothing}`,
  });
}

/** Where the numbers stand that the new workers were given: they need them to open an account. */
function newNumbers({ t, now }: Visit, employer: Employer, filing: Filing): Html {
  const form = addressOf(employer, `/form?month=${monthOf(dayIn(now))}`);
  return html`<p>${t('employer.filing.member_numbers')}</p>
    ${isTyped(filing) ? html`<p><a href="${form}">${t('employer.actions.form')}</a></p>` : nothing}`;
}

/** What was found, once it was looked at. */
async function looked(services: Services, visit: Visit, work: AtWork, filing: Filing): Promise<Html> {
  const { database } = services;
  const { employer } = work;
  if (filing.state !== 'checked' && filing.state !== 'counted') return nothing;
  const refused = await refusedRowsOf(database, filing.filingId, { after: 0, limit: shownRefused });
  const corrects = filing.correctionReason !== null;
  const compared = !corrects && filing.state === 'checked' && filing.kind === 'wages';
  const remarks = compared ? await remarksOf(database, filing.filingId) : [];
  const workers = remarks.length > 0 ? await workersByCard(database, remarks) : [];
  const names = new Map(workers.map((worker) => [worker.membershipId, worker]));
  return html`${resultCard(visit, filing)}
  ${(await newCardsCard(services, visit, work, filing)) ?? (await rowsCard(services, visit, filing))}
  ${refused.length > 0 ? refusedCard(visit, employer, filing, refused, await namesByRow(services, filing)) : nothing}
  ${filing.state === 'checked' ? await wagesCard(services, visit, filing) : nothing}
  ${corrects ? await correctionCard(services, visit, work, filing) : nothing}
  ${compared && filing.rowsGood ? changesCard(visit, remarks, names) : nothing}`;
}

/** Who stands in which row of a form of wages, below the line of names; nobody once the form is forgotten. */
async function namesByRow({ database, keys }: Services, filing: Filing): Promise<Map<number, string>> {
  const rows = isWageForm(filing) ? await formRowsOf(database, keys, filing) : [];
  return new Map(rows.map(({ cells }, index) => [index + 2, cells['full_name'] ?? '']));
}

/** Nothing was wrong, and nothing is left to record. */
const nothingNew = ({ rowsKnown, rowsRefused }: Filing) => (rowsKnown ?? 0) > 0 && rowsRefused === 0;

async function decisionCard(
  { database }: Services,
  visit: Visit,
  { clerk }: AtWork,
  filing: Filing,
  address: string,
): Promise<Html> {
  const { t } = visit;
  const own = filing.receivedBy === clerk.accountId && (await needsAnother(database, clerk));
  const seen = previewSeen(
    filing,
    await remarksOf(database, filing.filingId),
    await wageRemarksOf(database, filing.filingId),
  );
  const nothingGood = (filing.rowsGood ?? 0) === 0;
  const asks = `employer.approve.${filing.kind}` as const;
  const approval = () => {
    if (nothingGood)
      return html`<p>
        ${t(nothingNew(filing) ? 'employer.approve.all_known' : 'employer.problem.nothing_to_count')}
      </p>`;
    if (!clerk.mayApprove) return html`<p>${t('employer.problem.not_allowed')}</p>`;
    if (own) return html`<p>${t('employer.problem.own_filing')}</p>`;
    if (!isStrong(visit)) return askStrong(visit, t('employer.approve.strong'), address);
    return form(visit, {
      action: address,
      body: html`<input type="hidden" name="seen" value="${seen}" />
        <p>${t(filing.correctionReason === null ? asks : 'employer.correction.approve')}</p>
        ${button({ label: t('employer.approve.submit'), name: 'decision', value: 'approve' })}`,
    });
  };
  return card({
    title: t('employer.approve.title'),
    body: html`${approval()}
    ${form(visit, {
      action: address,
      body: button({
        label: t('employer.withdraw.submit'),
        kind: 'secondary',
        name: 'decision',
        value: 'withdraw',
      }),
    })}`,
  });
}
