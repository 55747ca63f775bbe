import { type AccountServices, isHeldBack } from '#accounts';
import { personDetails } from '#members';
import { type FormFields, formatInstant, type Html, html, nothing, type Page, type Visit } from '#platform';
import {
  type AskedCorrection,
  type Correction,
  correctionsOf,
  openCorrectionOf,
  saveCorrectionDraft,
} from '#privacy';
import { card, helpAddress, linkButton } from '#web/layout';
import { correctionPages } from './correction-page.ts';
import { stateBadge } from './correction-parts.ts';
import { correctionForm } from './corrections-form.ts';
import {
  type Fault,
  nothingTyped,
  readAsked,
  typedBefore,
  type TypedCorrection,
  typedIn,
} from './corrections-typed.ts';
import { familyPage } from './family.ts';
import { aboveForm, askingFrom, forMember, type Member, memberPage } from './frame.ts';

/** Requests to correct name, birth date or NIK: what is wrong, the evidence, and how it goes on. */
export function correctionsPages(services: AccountServices): readonly Page[] {
  return [
    {
      path: '/corrections',
      access: 'member',
      get: forMember('/details', (visit, member) => show(services, visit, member, {})),
      post: forMember('/details', (visit, member, sent) => save(services, visit, member, sent)),
    },
    familyPage(services),
    ...correctionPages(services),
  ];
}

type Shown = {
  readonly typed?: TypedCorrection;
  readonly faults?: readonly Fault[];
  readonly problem?: string;
};

async function show(
  { database, keys }: AccountServices,
  visit: Visit,
  member: Member,
  { typed, faults = [], problem }: Shown,
): Promise<Response> {
  const { t } = visit;
  const all = await correctionsOf(database, keys, member.accountId);
  const alive = all.find(({ endedAt }) => !endedAt);
  const register = await personDetails(database, keys, member.personId);
  const heldBack = await isHeldBack(database, member.accountId, visit.now);
  const canAsk = register && !heldBack && (alive === undefined || alive.state === 'draft');
  const before = typed ?? (alive?.state === 'draft' ? typedBefore(alive) : nothingTyped);
  const body = html`<p class="eyebrow"><a href="/details">${t('portal.details.title')}</a></p>
    <h1>${t('portal.corrections.title')}</h1>
    <p class="lead">${t('portal.corrections.lead')}</p>
    ${aboveForm(heldBack ? t('portal.corrections.refused.read-only') : undefined)}
    ${alive === undefined ? nothing : alive.state === 'draft' ? draftCard(visit, alive) : aliveCard(visit, alive)}
    <p><a href="/corrections/family">${t('portal.family.link')}</a></p>
    ${canAsk ? correctionForm(visit, register, before, faults, problem) : nothing} ${lawCard(visit)}
    ${earlier(visit, all)}`;
  const status = faults.length > 0 || problem !== undefined ? 422 : 200;
  return memberPage(visit, '/details', { title: t('portal.corrections.title'), body }, status);
}

async function save(
  services: AccountServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
): Promise<Response> {
  const typed = typedIn(sent);
  const { asked, faults } = readAsked(typed, visit.now);
  if (faults.length > 0) return show(services, visit, member, { typed, faults });
  const whole = await withFamily(services, member.accountId, asked);
  const saved = await saveCorrectionDraft(services, askingFrom(visit, member), whole);
  if (saved.ok) return visit.redirect(`/corrections/${saved.value.correctionId}`);
  const problem = visit.t(`portal.corrections.refused.${saved.refusal}`);
  return show(services, visit, member, { typed, problem });
}

/** What the draft asks of the family on record stays beside what this form changes. */
async function withFamily(
  { database, keys }: AccountServices,
  accountId: string,
  asked: AskedCorrection,
): Promise<AskedCorrection> {
  const alive = await openCorrectionOf(database, keys, accountId);
  const family = alive?.state === 'draft' ? alive.values.family : undefined;
  return family ? { ...asked, values: { ...asked.values, family } } : asked;
}

/** What was filled in and not sent: nobody works on it yet. */
function draftCard(visit: Visit, { correctionId, state }: Correction): Html {
  return card({
    body: html`${stateBadge(visit, state)}
      <p>
        <a href="/corrections/${correctionId}">${visit.t('portal.corrections.draft_open')}</a>
      </p>`,
  });
}

function aliveCard(visit: Visit, { correctionId }: Correction): Html {
  const { t } = visit;
  return card({
    title: t('portal.corrections.alive_title'),
    body: html`<p>${t('portal.corrections.alive_text')}</p>
      ${linkButton({ href: `/corrections/${correctionId}`, label: t('portal.corrections.alive_open') })}`,
  });
}

function lawCard(visit: Visit): Html {
  const { t } = visit;
  const hours = Math.round(visit.config.CORRECTION_SECONDS / 3600);
  return card({
    title: t('portal.corrections.law_title'),
    body: html`<p>${t('portal.corrections.law_text', { hours })}</p>
      <p class="small soft">${t('portal.corrections.law_source')}</p>
      <p><a href="${helpAddress('correct-data')}">${t('portal.corrections.help')}</a></p>`,
  });
}

function earlier(visit: Visit, all: readonly Correction[]): Html {
  const { t, session } = visit;
  const ended = all.filter(({ endedAt }) => endedAt);
  if (ended.length === 0) return nothing;
  return card({
    title: t('portal.corrections.earlier'),
    body: html`<ul class="rows">
      ${ended.map(
        (one) =>
          html`<li>
            <a href="/corrections/${one.correctionId}" class="nowrap">${one.caseNumber ?? ''}</a>
            ${stateBadge(visit, one.state)}
            <div class="small soft">
              ${formatInstant(one.endedAt ?? one.createdAt, t.language, session?.timeZone)}
            </div>
          </li>`,
      )}
    </ul>`,
  });
}
