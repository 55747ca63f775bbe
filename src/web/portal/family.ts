import { type AccountServices, isHeldBack } from '#accounts';
import { AppError } from '#kernel';
import { personDetails } from '#members';
import { type FormFields, html, nothing, type Page, type Visit } from '#platform';
import { addFamilyChange, type Correction, openCorrectionOf } from '#privacy';
import { card, familyChanges, helpAddress, linkButton } from '#web/layout';
import { familyForm } from './family-form.ts';
import {
  type ChangeFault,
  changeTyped,
  familySeen,
  noChangeTyped,
  readChange,
  type TypedChange,
} from './family-typed.ts';
import { aboveForm, askingFrom, forMember, type Member, memberPage } from './frame.ts';

/** The family on record decides who receives by law; what is wrong in it is asked for here, as part of a correction. */
export function familyPage(services: AccountServices): Page {
  return {
    path: '/corrections/family',
    access: 'member',
    get: forMember('/details', (visit, member) => show(services, visit, member, {})),
    post: forMember('/details', (visit, member, sent) => save(services, visit, member, sent)),
  };
}

type Shown = {
  readonly typed?: TypedChange;
  readonly faults?: readonly ChangeFault[];
  readonly problem?: string;
};

async function show(
  services: AccountServices,
  visit: Visit,
  member: Member,
  shown: Shown,
): Promise<Response> {
  const { database, keys } = services;
  const { t } = visit;
  const { faults = [], problem } = shown;
  const register = await personDetails(database, keys, member.personId);
  if (!register) throw new AppError('not_found', 'an account without a person');
  const heldBack = await isHeldBack(database, member.accountId, visit.now);
  const alive = await openCorrectionOf(database, keys, member.accountId);
  const draft = alive?.state === 'draft' ? alive : undefined;
  const typed = shown.typed ?? { ...noChangeTyped, reason: draft?.reason ?? '' };
  const said = problem ?? wrongBesideFields(visit, faults);
  const body = html`<p class="eyebrow"><a href="/corrections">${t('portal.corrections.title')}</a></p>
    <h1>${t('portal.family.title')}</h1>
    <p class="lead">${t('portal.family.lead')}</p>
    ${aboveForm(heldBack ? t('portal.corrections.refused.read-only') : undefined, said)}
    ${alive ? aliveCard(visit, alive) : nothing}
    ${heldBack || (alive && !draft) ? nothing : familyForm(visit, register.family, typed, faults)}
    <p><a href="${helpAddress('heirs')}">${t('portal.family.help')}</a></p>`;
  const status = faults.length > 0 || problem !== undefined ? 422 : 200;
  return memberPage(visit, '/details', { title: t('portal.family.title'), body }, status);
}

/** What is wrong with a choice or with the whole. */
function wrongBesideFields({ t }: Visit, faults: readonly ChangeFault[]): string | undefined {
  const fault = faults.find((one) => one === 'relative' || one === 'relation' || one === 'nothing');
  return fault && t(`portal.family.wrong.${fault}`);
}

function aliveCard(visit: Visit, { correctionId, state, values }: Correction) {
  const { t } = visit;
  const asked = values.family ?? [];
  return card({
    title: t(state === 'draft' ? 'portal.family.draft_title' : 'portal.corrections.alive_title'),
    body: html`${asked.length > 0 ? familyChanges(visit, asked) : nothing}
      <p>${t(state === 'draft' ? 'portal.family.draft_text' : 'portal.corrections.alive_text')}</p>
      ${linkButton({ href: `/corrections/${correctionId}`, label: t('portal.corrections.alive_open'), kind: 'secondary' })}`,
  });
}

async function save(
  services: AccountServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
): Promise<Response> {
  const { t } = visit;
  const typed = changeTyped(sent);
  const register = await personDetails(services.database, services.keys, member.personId);
  const family = register?.family ?? [];
  if (sent['seen'] !== familySeen(family))
    return show(services, visit, member, {
      typed: { ...typed, relative: 'new', gone: false },
      problem: t('portal.family.refused.does-not-fit'),
    });
  const { change, faults } = readChange(typed, family, visit.now);
  if (faults.length > 0) return show(services, visit, member, { typed, faults });
  const saved = await addFamilyChange(services, askingFrom(visit, member), change, typed.reason);
  if (saved.ok) return visit.redirect(`/corrections/${saved.value.correctionId}`);
  const { refusal } = saved;
  const problem =
    refusal === 'too-many' || refusal === 'does-not-fit'
      ? t(`portal.family.refused.${refusal}`)
      : t(`portal.corrections.refused.${refusal}`);
  return show(services, visit, member, { typed, problem });
}
