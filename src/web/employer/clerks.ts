import { officerNames } from '#accounts';
import {
  chooseMessages,
  type ChooseRefusal,
  chooseTwo,
  clerksOf,
  inviteClerk,
  type InviteRefusal,
  removeClerk,
  type RemoveRefusal,
  wantsTwo,
  withdrawInvitation,
} from '#filings';
import { isId } from '#kernel';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { card, helpAddress, notice } from '#web/layout';
import { inviteCard, twoCard } from './clerk-forms.ts';
import { endCard } from './clerk-end.ts';
import { mayChange } from './clerk-parts.ts';
import { clerkTable } from './clerk-table.ts';
import { formForClerk, forClerk } from './at-work.ts';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';
import { invitationsCard } from './invitations-card.ts';
import { messagesCard } from './messages-card.ts';
import { askStrong } from './strong.ts';

type Problem = InviteRefusal | RemoveRefusal | ChooseRefusal;

/** Who acts for the employer, invitations, and whether two are needed. Only who may approve changes anything here. */
export function clerksPage(services: Services): Page {
  return {
    path: '/employer/:npp/clerks',
    access: 'clerk',
    get: forClerk(services, (visit, work) => show(services, visit, work, undefined)),
    post: formForClerk(services, (visit, work, sent) => change(services, visit, work, sent)),
  };
}

async function change(services: Services, visit: Visit, work: AtWork, sent: FormFields): Promise<Response> {
  const address = addressOf(work.employer, '/clerks');
  if (sent['messages'] !== undefined) {
    const { clerk, employer } = work;
    const wanted = sent['wanted'] === 'on';
    await chooseMessages(services.database, { clerk, npp: employer.npp, wanted, now: visit.now });
    return visit.redirect(`${address}?done=1`);
  }
  if (!mayChange(visit, work)) return visit.redirect(`/login?strength=2&to=${encodeURIComponent(address)}`);
  const problem = await carryOut(services, visit, work, sent);
  if (problem) return show(services, visit, work, problem, sent);
  // Who ended the own rights may not read this page any more.
  const left = sent['remove'] !== undefined && sent['id'] === work.clerk.clerkId;
  return visit.redirect(left ? '/employers' : `${address}?done=1`);
}

async function carryOut(
  services: Services,
  { now, t }: Visit,
  { clerk, employer }: AtWork,
  sent: FormFields,
): Promise<Problem | undefined> {
  const { database } = services;
  const id = sent['id'] ?? '';
  if (sent['invite'] !== undefined) {
    const rights = { mayFile: sent['file'] === 'on', mayApprove: sent['approve'] === 'on' };
    const email = sent['email'] ?? '';
    const invited = await inviteClerk(services, { clerk, employer, email, ...rights, language: t.language });
    return invited.ok ? undefined : invited.refusal;
  }
  if (sent['choose'] !== undefined) {
    const twoPerson = sent['two'] === 'on';
    const chosen = await chooseTwo(database, { clerk, npp: employer.npp, twoPerson, now });
    return chosen.ok ? undefined : chosen.refusal;
  }
  if (!isId(id)) return 'gone';
  if (sent['withdraw'] !== undefined) {
    const withdrawn = await withdrawInvitation(services, { clerk, employer, invitationId: id });
    return withdrawn.ok ? undefined : withdrawn.refusal;
  }
  const by = { kind: 'member', accountId: clerk.accountId } as const;
  const { employerId, npp } = employer;
  const removed = await removeClerk(database, { clerkId: id, employerId, npp, by, now });
  return removed.ok ? undefined : removed.refusal;
}

async function show(
  services: Services,
  visit: Visit,
  work: AtWork,
  problem: Problem | undefined,
  sent: FormFields = {},
): Promise<Response> {
  const { t } = visit;
  const { database, keys } = services;
  const { employerId } = work.employer;
  const clerks = await clerksOf(database, employerId);
  const own = clerks.find(({ clerkId }) => clerkId === work.clerk.clerkId);
  const names = await officerNames(
    database,
    keys,
    clerks.map(({ accountId }) => accountId),
  );
  const body = html`<h1>${t('employer.clerks.title')}</h1>
    <p class="lead">
      ${t('employer.clerks.lead')}
      <a href="${helpAddress('employer-clerks')}">${t('employer.help.clerks')}</a>
    </p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`employer.clerks.problem.${problem}`)}</p>` }) : nothing}
    ${visit.context.req.query('done') && !problem ? notice({ kind: 'ok', body: html`<p>${t('employer.clerks.saved')}</p>` }) : nothing}
    ${endCard(visit, work, clerks, names)} ${card({ body: clerkTable(visit, work, clerks, names) })}
    ${await invitationsCard(services, visit, work)}
    ${
      mayChange(visit, work)
        ? html`${inviteCard(visit, work, sent)} ${twoCard(visit, work, await wantsTwo(database, employerId))}`
        : onlyReading(visit, work)
    }
    ${messagesCard(visit, work, own?.wantsMessages ?? false)}`;
  return employerPage(visit, { title: t('employer.clerks.title'), body }, problem ? 422 : 200);
}

function onlyReading(visit: Visit, { clerk, employer }: AtWork): Html {
  const { t } = visit;
  if (!clerk.mayApprove)
    return notice({ kind: 'info', body: html`<p>${t('employer.clerks.not_yours')}</p>` });
  return card({ body: askStrong(visit, t('employer.clerks.strong'), addressOf(employer, '/clerks')) });
}
