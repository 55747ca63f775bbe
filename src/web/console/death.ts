import { filledOf } from '#cases';
import { isIsoDate } from '#kernel';
import { dayOfDeath } from '#members';
import { formatDate, type FormFields, formatInstant, type Html, html, nothing, type Visit } from '#platform';
import {
  deathCalls,
  deathDocuments,
  type DeathRefusal,
  type DeskServices,
  type HeldDeath,
  heldDeath,
  isDeathStep,
  type Look,
  maskedMember,
  proposalsOf,
  proposeDeathStep,
} from '#support';
import {
  button,
  card,
  definitions,
  field,
  form,
  linkButton,
  notice,
  readBirthDate,
  select,
  textArea,
} from '#web/layout';
import { proposalList } from './approvals.ts';
import { behindLook } from './behind-look.ts';
import { deathProblem } from './death-problem.ts';
import { consolePage, deskOfficerOf } from './frame.ts';
import { lookLine } from './look.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** What follows a reported death, for one case: the freeze, the day on the register, and taking either back. */
export function deathPage(services: DeskServices): ConsolePage {
  return behindLook(services, {
    path: '/death/:caseId',
    roles: deskRoles,
    get: (visit, look) => show(services, visit, look, undefined),
    post: async (visit, look, sent) => {
      const problem = await act(services, visit, look.caseId, sent);
      return problem
        ? show(services, visit, look, problem, sent)
        : visit.redirect(`/death/${look.caseId}?done=1`);
    },
  });
}

async function act(
  services: DeskServices,
  visit: Visit,
  caseId: string,
  sent: FormFields,
): Promise<DeathRefusal | undefined> {
  const kind = sent['step'] ?? '';
  if (!isDeathStep(kind) || kind === 'match_death') return undefined;
  const proposed = await proposeDeathStep(services, deskOfficerOf(visit), caseId, {
    kind,
    call: deathCalls.find((one) => one === sent['call']) ?? 'no_answer',
    document: deathDocuments.find((one) => one === sent['document']) ?? 'none',
    diedOn: readBirthDate((sent['died_on'] ?? '').trim().slice(0, 30), visit.now) ?? '',
    why: sent['why'] ?? '',
  });
  return proposed.ok ? undefined : proposed.refusal;
}

async function show(
  services: DeskServices,
  visit: Visit,
  look: Look,
  problem: DeathRefusal | undefined,
  typed: FormFields = {},
): Promise<Response> {
  const { t } = visit;
  const held = await heldDeath(services, deskOfficerOf(visit), look.caseId);
  const title = t('console.death.title');
  const done = visit.context.req.query('done') === '1' && !problem;
  const body = html`<p class="eyebrow"><a href="/cases/${look.caseId}">${look.caseNumber}</a></p>
    <h1>${title}</h1>
    ${lookLine(visit, look)} ${problem ? deathProblem(visit, problem) : nothing}
    ${done ? notice({ kind: 'ok', body: html`<p>${t('console.death.done')}</p>` }) : nothing}
    ${held.ok ? await work(services, visit, look, held.value, typed) : notHeld(visit, look, held.refusal)}`;
  const parts = { title, body, languageAddress: `/death/${look.caseId}` };
  return consolePage(visit, parts, problem ? 422 : 200);
}

/** The case page is where a case is taken. */
const notHeld = (visit: Visit, { caseId }: Look, refusal: DeathRefusal): Html =>
  html`${deathProblem(visit, refusal)}
  ${linkButton({ href: `/cases/${caseId}`, label: visit.t('console.look.to_case'), kind: 'secondary' })}`;

async function work(
  services: DeskServices,
  visit: Visit,
  look: Look,
  held: HeldDeath,
  typed: FormFields,
): Promise<Html> {
  const typedFor = (step: string) => (typed['step'] === step ? typed : {});
  const { caseId } = look;
  const { t } = visit;
  const { database, keys } = services;
  const { freeze, personId } = held;
  const { name: reported } = (await filledOf(database, keys, caseId)) ?? {};
  const { name, account } = await maskedMember(services, look);
  const phones = account?.contacts.filter(({ channel }) => channel === 'sms') ?? [];
  const diedOn = personId === undefined ? undefined : await dayOfDeath(database, personId);
  const proposals = (await proposalsOf(database, keys, caseId)).filter(({ kind }) => isDeathStep(kind));
  const underWay = proposals.some(({ approved, appliedAt }) => approved && appliedAt === undefined);
  const isWaiting = proposals.some((one) => one.approved === undefined && one.expiresAt > visit.now);
  const isLifted = !freeze && proposals.some(({ kind, appliedAt }) => kind === 'lift_freeze' && appliedAt);
  const known = { reported, name, phones: phones.map(({ to }) => to), diedOn, freeze };
  return html`${card({ body: definitions(factRows(visit, known)) })}
    <p><a href="/look/${caseId}">${t('console.look.to_member')}</a></p>
    ${isLifted ? told(t('console.death.lifted')) : nothing}
    ${isWaiting ? told(t('console.death.waits')) : nothing}
    ${freeze || underWay || isLifted ? nothing : freezeForm(visit, caseId, typedFor('freeze_death'))}
    ${freeze && !diedOn && !freeze.objectedAt && !isWaiting ? confirmForm(visit, caseId, typedFor('confirm_death')) : nothing}
    ${freeze && !isWaiting ? liftForm(visit, caseId, typedFor('lift_freeze')) : nothing}
    ${proposals.length > 0 ? proposalList(visit, proposals) : nothing}`;
}

type Known = {
  /** As whoever reported wrote it. */
  readonly reported: string | undefined;
  /** On the register. */
  readonly name: string;
  readonly phones: readonly string[];
  readonly diedOn: string | undefined;
  readonly freeze: HeldDeath['freeze'];
};

function factRows({ t, session }: Visit, { reported, name, phones, diedOn, freeze }: Known) {
  const at = (instant: Date) => formatInstant(instant, t.language, session?.timeZone);
  const objection = freeze?.objectedAt && t('console.death.objected', { at: at(freeze.objectedAt) });
  return [
    ...(reported ? [{ term: t('console.death.reported_name'), value: reported }] : []),
    { term: t('console.death.register_name'), value: name },
    ...phones.map((number) => ({
      term: t('console.death.call_number'),
      value: html`<span class="nowrap">${number}</span>`,
    })),
    {
      term: t('console.death.account'),
      value: freeze ? t('console.death.is_frozen', { at: at(freeze.frozenAt) }) : t('console.death.is_open'),
    },
    {
      term: t('console.death.register'),
      value: diedOn && isIsoDate(diedOn) ? formatDate(diedOn, t.language) : t('console.death.no_day'),
    },
    ...(objection ? [{ term: t('console.death.objection'), value: objection }] : []),
  ];
}

const told = (text: string): Html => notice({ kind: 'info', standing: true, body: html`<p>${text}</p>` });

const callField = ({ t }: Visit, typed: FormFields): Html =>
  select({
    name: 'call',
    label: t('console.death.call'),
    value: typed['call'] ?? 'no_answer',
    options: deathCalls.map((value) => ({ value, label: t(`console.death.call.${value}`) })),
  });

const documentField = ({ t }: Visit, typed: FormFields): Html =>
  select({
    name: 'document',
    label: t('console.death.document'),
    value: typed['document'] ?? 'none',
    options: deathDocuments.map((value) => ({ value, label: t(`console.death.document.${value}`) })),
  });

const whyField = (
  { t }: Visit,
  step: 'freeze_death' | 'confirm_death' | 'lift_freeze',
  typed: FormFields,
): Html =>
  textArea({
    name: 'why',
    id: `why-${step}`,
    label: t('console.death.why'),
    hint: t(step === 'lift_freeze' ? 'console.death.why_lift_hint' : 'console.death.why_hint'),
    value: typed['why'] ?? '',
    rows: 3,
    maxlength: 500,
  });

function freezeForm(visit: Visit, caseId: string, typed: FormFields): Html {
  const { t } = visit;
  return card({
    title: t('console.desk.remedy.freeze_death'),
    body: html`<p>${t('console.death.freeze_text')}</p>
      ${form(visit, {
        action: `/death/${caseId}`,
        body: html`${callField(visit, typed)} ${documentField(visit, typed)}
        ${whyField(visit, 'freeze_death', typed)}
        ${button({ label: t('console.death.freeze'), name: 'step', value: 'freeze_death' })}`,
      })}`,
  });
}

function confirmForm(visit: Visit, caseId: string, typed: FormFields): Html {
  const { t } = visit;
  return card({
    title: t('console.desk.remedy.confirm_death'),
    body: html`<p>${t('console.death.confirm_text')}</p>
      ${form(visit, {
        action: `/death/${caseId}`,
        body: html`${documentField(visit, typed)}
        ${field(visit, { name: 'died_on', value: typed['died_on'] ?? '', label: t('console.death.died_on'), hint: t('exit.day_hint'), maxlength: 30, autocomplete: 'off' })}
        ${whyField(visit, 'confirm_death', typed)}
        ${button({ label: t('console.death.confirm'), name: 'step', value: 'confirm_death' })}`,
      })}`,
  });
}

function liftForm(visit: Visit, caseId: string, typed: FormFields): Html {
  const { t } = visit;
  return card({
    title: t('console.desk.remedy.lift_freeze'),
    body: html`<p>${t('console.death.lift_text')}</p>
      ${form(visit, {
        action: `/death/${caseId}`,
        body: html`${whyField(visit, 'lift_freeze', typed)}
        ${button({ label: t('console.death.lift'), kind: 'secondary', name: 'step', value: 'lift_freeze' })}`,
      })}`,
  });
}
