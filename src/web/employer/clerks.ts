import { officerNames } from '#accounts';
import {
  chooseTwo,
  type ClerkRights,
  clerksOf,
  type ClerkView,
  inviteClerk,
  type InviteRefusal,
  removeClerk,
  type RemoveRefusal,
  waitingInvitations,
  wantsTwo,
  withdrawInvitation,
} from '#filings';
import { isId } from '#kernel';
import { formatInstant, type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, checkbox, dataTable, field, form, linkButton, notice } from '#web/layout';
import { addressOf, type AtWork, employerPage, formForClerk, forClerk, type Services } from './frame.ts';

type Problem = InviteRefusal | RemoveRefusal;

/** Who acts for the employer, invitations, and whether two are needed. Only who may approve changes anything here. */
export function clerksPage(services: Services): Page {
  return {
    path: '/employer/:npp/clerks',
    access: 'clerk',
    get: forClerk(services, (visit, work) => show(services, visit, work, undefined)),
    post: formForClerk(services, (visit, work, sent) => change(services, visit, work, sent)),
  };
}

const mayChange = ({ session }: Visit, { clerk }: AtWork) => clerk.mayApprove && session?.acr === '2';

async function change(services: Services, visit: Visit, work: AtWork, sent: FormFields): Promise<Response> {
  const address = addressOf(work.employer, '/clerks');
  if (!mayChange(visit, work)) return visit.redirect(`/login?strength=2&to=${encodeURIComponent(address)}`);
  const problem = await carryOut(services, visit, work, sent);
  return problem ? show(services, visit, work, problem, sent) : visit.redirect(address);
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
    await chooseTwo(database, { clerk, npp: employer.npp, twoPerson: sent['two'] === 'on', now });
    return undefined;
  }
  if (!isId(id)) return 'gone';
  if (sent['withdraw'] !== undefined)
    return (await withdrawInvitation(services, { clerk, employer, invitationId: id })) ? undefined : 'gone';
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
  const names = await officerNames(
    database,
    keys,
    clerks.map(({ accountId }) => accountId),
  );
  const body = html`<h1>${t('employer.clerks.title')}</h1>
    <p class="lead">${t('employer.clerks.lead')}</p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`employer.clerks.problem.${problem}`)}</p>` }) : nothing}
    ${card({ body: clerkTable(visit, work, clerks, names) })} ${await invitationsCard(services, visit, work)}
    ${
      mayChange(visit, work)
        ? html`${inviteCard(visit, work, sent)} ${twoCard(visit, work, await wantsTwo(database, employerId))}`
        : onlyReading(visit, work)
    }`;
  return employerPage(visit, { title: t('employer.clerks.title'), body }, problem ? 422 : 200);
}

function onlyReading(visit: Visit, { clerk, employer }: AtWork): Html {
  const { t } = visit;
  if (!clerk.mayApprove)
    return notice({ kind: 'info', body: html`<p>${t('employer.clerks.not_yours')}</p>` });
  const to = encodeURIComponent(addressOf(employer, '/clerks'));
  return card({
    body: html`<p>${t('employer.clerks.strong')}</p>
      ${linkButton({ href: `/login?strength=2&to=${to}`, label: t('employer.approve.to_strong') })}`,
  });
}

export function rightsWords({ t }: Visit, { mayFile, mayApprove }: ClerkRights): string {
  if (mayFile && mayApprove) return t('employer.rights.both');
  return t(mayFile ? 'employer.rights.file' : 'employer.rights.approve');
}

function clerkTable(
  visit: Visit,
  work: AtWork,
  clerks: readonly ClerkView[],
  names: ReadonlyMap<string, string>,
): Html {
  const { t } = visit;
  return dataTable({
    caption: t('employer.clerks.title'),
    captionUnseen: true,
    columns: [
      { label: t('employer.clerks.name') },
      { label: t('employer.clerks.rights') },
      { label: t('employer.clerks.since') },
      { label: t('employer.clerks.end'), full: true },
    ],
    rows: clerks.map((clerk) => [
      names.get(clerk.accountId) ?? '',
      rightsWords(visit, clerk),
      formatInstant(clerk.addedAt, t.language, visit.session?.timeZone),
      mayChange(visit, work)
        ? one(
            visit,
            work,
            clerk.clerkId,
            'remove',
            t('employer.clerks.remove', { name: names.get(clerk.accountId) ?? '' }),
          )
        : '–',
    ]),
  });
}

/** One small form, about one clerk or invitation. */
function one(visit: Visit, { employer }: AtWork, id: string, name: string, label: string): Html {
  return form(visit, {
    action: addressOf(employer, '/clerks'),
    body: html`<input
        type="hidden"
        name="id"
        value="${id}"
      />${button({ label, kind: 'link', name, value: 'on' })}`,
  });
}

async function invitationsCard({ database, keys }: Services, visit: Visit, work: AtWork): Promise<Html> {
  const { t } = visit;
  const waiting = await waitingInvitations(database, keys, work.employer.employerId, visit.now);
  if (waiting.length === 0) return nothing;
  return card({
    title: t('employer.invitations.title'),
    body: dataTable({
      caption: t('employer.invitations.title'),
      captionUnseen: true,
      columns: [
        { label: t('employer.invitations.email') },
        { label: t('employer.clerks.rights') },
        { label: t('employer.invitations.until') },
        { label: t('employer.clerks.end'), full: true },
      ],
      rows: waiting.map((invitation) => [
        invitation.maskedEmail,
        rightsWords(visit, invitation),
        formatInstant(invitation.expiresAt, t.language, visit.session?.timeZone),
        mayChange(visit, work)
          ? one(
              visit,
              work,
              invitation.invitationId,
              'withdraw',
              t('employer.invitations.withdraw', { email: invitation.maskedEmail }),
            )
          : '–',
      ]),
    }),
  });
}

function inviteCard(visit: Visit, { employer }: AtWork, sent: FormFields): Html {
  const { t, config } = visit;
  const again = sent['invite'] !== undefined;
  return card({
    title: t('employer.invite.title'),
    body: form(visit, {
      action: addressOf(employer, '/clerks'),
      body: html`<p>${t('employer.invite.text', { days: config.CLERK_INVITATION_DAYS })}</p>
        ${field(visit, {
          name: 'email',
          type: 'email',
          label: t('employer.invite.email'),
          value: sent['email'] ?? '',
          autocomplete: 'off',
          maxlength: 254,
        })}
        ${checkbox({ name: 'file', label: t('employer.rights.file'), checked: again ? sent['file'] === 'on' : true })}
        ${checkbox({ name: 'approve', label: t('employer.rights.approve'), checked: sent['approve'] === 'on' })}
        ${button({ label: t('employer.invite.submit'), name: 'invite', value: 'on' })}`,
    }),
  });
}

function twoCard(visit: Visit, { employer }: AtWork, chosen: boolean): Html {
  const { t } = visit;
  return card({
    title: t('employer.two.title'),
    body: form(visit, {
      action: addressOf(employer, '/clerks'),
      body: html`${checkbox({ name: 'two', label: t('employer.two.label'), hint: t('employer.two.hint'), checked: chosen })}
      ${button({ label: t('employer.two.submit'), kind: 'secondary', name: 'choose', value: 'on' })}`,
    }),
  });
}
