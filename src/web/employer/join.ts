import { acceptInvitation, invitationBehind } from '#filings';
import { employersById } from '#members';
import { type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, definitions, form, notice, page } from '#web/layout';
import { rightsWords } from './clerk-parts.ts';
import { standsStill } from './at-work.ts';
import { addressOf, type Services } from './frame.ts';
import { approvalNeeds } from './strong.ts';

const address = '/invitation';
const cookie = 'invitation';
const lifeSeconds = 3600;
const tokenShape = /^[\w-]{43}$/;

/** The link of an invitation: kept out of the address at once, and used up by the account that accepts it. */
export function joinPages(services: Services): Page[] {
  return [
    {
      path: `${address}/link`,
      access: 'public',
      get: (visit) => {
        const token = visit.context.req.query('token') ?? '';
        if (tokenShape.test(token)) visit.setCookie(cookie, token, { maxAgeSeconds: lifeSeconds });
        return visit.redirect(address);
      },
    },
    {
      path: address,
      access: 'clerk',
      get: (visit) => show(services, visit),
      post: (visit) => accept(services, visit),
    },
  ];
}

async function invited(services: Services, visit: Visit) {
  const token = visit.cookie(cookie) ?? '';
  const invitation = tokenShape.test(token) ? await invitationBehind(services, token) : undefined;
  const [employer] = invitation ? await employersById(services.database, [invitation.employerId]) : [];
  return invitation && employer ? { token, invitation, employer } : undefined;
}

async function accept(services: Services, visit: Visit): Promise<Response> {
  const found = await invited(services, visit);
  const accountId = visit.session?.accountId;
  if (!found || !accountId) return gone(visit);
  const still = await standsStill(services, visit, accountId);
  if (still) return still;
  const { npp } = found.employer;
  const accepted = await acceptInvitation(services, { token: found.token, accountId, npp });
  if (!accepted.ok && accepted.refusal === 'same_person') return samePerson(visit);
  visit.clearCookie(cookie);
  return accepted.ok ? visit.redirect(addressOf(found.employer)) : gone(visit);
}

async function show(services: Services, visit: Visit): Promise<Response> {
  const found = await invited(services, visit);
  if (!found) return gone(visit);
  const { t, session } = visit;
  const body = card({
    body: html`${definitions([
        { term: t('employer.join.employer'), value: found.employer.name },
        { term: t('employer.clerks.rights'), value: rightsWords(visit, found.invitation) },
        { term: t('employer.join.account'), value: session?.displayName ?? '' },
      ])}
      <p>${t('employer.join.text')}</p>
      ${found.invitation.mayApprove ? approvalNeeds(visit) : nothing}
      ${form(visit, { action: address, body: button({ label: t('employer.join.submit') }) })}`,
  });
  return answer(visit, body);
}

function samePerson(visit: Visit): Response {
  const body = html`<p>${visit.t('employer.join.same_person')}</p>`;
  return answer(visit, notice({ kind: 'bad', body }), 422);
}

function gone(visit: Visit): Response {
  const { t } = visit;
  const body = html`<p>${t('employer.join.gone')}</p>
    <p><a href="/employers">${t('employer.menu.employers')}</a></p>`;
  return answer(visit, notice({ kind: 'bad', body }), 410);
}

const answer = (visit: Visit, body: Html, status = 200): Response =>
  visit.html(page(visit, { title: visit.t('employer.join.title'), body }), status);
