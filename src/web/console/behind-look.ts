import { caseById } from '#cases';
import { isId } from '#kernel';
import { type FormFields, html, type Visit } from '#platform';
import { type Look, lookFor, openLook, type SupportServices } from '#support';
import { linkButton } from '#web/layout';
import { consolePage, deskOfficerOf } from './frame.ts';
import { reasonForm, reasonIn, type ReasonProblem, statusOf } from './reason-form.ts';
import { type ConsolePage, type OfficerRole } from './roles.ts';

type BehindLook = {
  /** With `:caseId` in it. */
  readonly path: string;
  readonly roles: readonly OfficerRole[];
  readonly get: (visit: Visit, look: Look) => Promise<Response> | Response;
  readonly post?: (visit: Visit, look: Look, sent: FormFields) => Promise<Response> | Response;
};

/**
 * A page about the member of one case. It opens only while the officer's look for this case lasts; otherwise the page
 * asks for a reason, and comes back when one was given. The look says whom the case is about.
 */
export function behindLook(services: SupportServices, { path, roles, get, post }: BehindLook): ConsolePage {
  return {
    path,
    roles,
    get: async (visit) => {
      const look = await lookOf(services, visit);
      return look ? get(visit, look) : withoutLook(services, visit, 200);
    },
    post: async (visit, sent) => {
      if (sent['reason'] !== undefined && sent['looking'] === 'on') return giveReason(services, visit, sent);
      const look = await lookOf(services, visit);
      if (!look) return withoutLook(services, visit, 422);
      return post ? post(visit, look, sent) : visit.redirect(visit.context.req.path);
    },
  };
}

function lookOf(services: SupportServices, visit: Visit): Promise<Look | undefined> {
  return lookFor(services, deskOfficerOf(visit), caseIn(visit));
}

const noCase = '00000000-0000-0000-0000-000000000000';

function caseIn(visit: Visit): string {
  const caseId = visit.context.req.param('caseId') ?? '';
  return isId(caseId) ? caseId : noCase;
}

async function giveReason(services: SupportServices, visit: Visit, sent: FormFields): Promise<Response> {
  const chosen = reasonIn(sent);
  if (!chosen) return askReason(visit, { kind: 'no-reason' }, 422, sent);
  const opened = await openLook(services, deskOfficerOf(visit), { of: { caseId: caseIn(visit) }, ...chosen });
  return opened.ok ? visit.redirect(visit.context.req.path) : askReason(visit, opened.refusal, 422, sent);
}

/** A closed case opens no look, so no reason is asked for: what was decided stands on the page of the case. */
async function withoutLook(services: SupportServices, visit: Visit, status: number): Promise<Response> {
  const found = await caseById(services.database, caseIn(visit));
  return found?.state === 'closed' ? closed(visit, found.caseId) : askReason(visit, undefined, status);
}

function closed(visit: Visit, caseId: string): Response {
  const { t } = visit;
  const title = t('console.look.closed_title');
  const body = html`<h1>${title}</h1>
    <p class="lead">${t('console.look.closed_text')}</p>
    ${linkButton({ href: `/cases/${caseId}`, label: t('console.look.to_closed') })}
    ${linkButton({ href: '/search', label: t('console.menu.search'), kind: 'secondary' })}`;
  return consolePage(visit, { title, body }, 410);
}

function askReason(
  visit: Visit,
  problem: ReasonProblem | undefined,
  status: number,
  typed?: FormFields,
): Response {
  const { t } = visit;
  const { path } = visit.context.req;
  const body = html`<h1>${t('console.look.ask_title')}</h1>
    <p class="lead">${t('console.look.ask_lead')}</p>
    ${reasonForm(visit, {
      action: path,
      problem,
      typed,
      before: html`<input type="hidden" name="looking" value="on" />`,
    })}`;
  return consolePage(
    visit,
    { title: t('console.look.ask_title'), body, languageAddress: path },
    problem ? statusOf(problem) : status,
  );
}
