import type { DeskState } from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import {
  byPapers,
  type IdentityCheck,
  otherPapers,
  picturePapers,
  remedies,
  type RemedyName,
  type RemedyRefusal,
} from '#support';
import { button, card, field, form, select } from '#web/layout';

type Desk = {
  /** What the identity rests on: a passed check, or papers at the counter where the record is too thin to ask about. */
  readonly basis: IdentityCheck | 'papers';
  readonly state: DeskState;
  /** Somebody on the register stands behind the account. */
  readonly hasRecord: boolean;
  /** The name on the papers is typed, to be compared with the account's. */
  readonly asksName: boolean;
  /** A recovery is under way, so that none which begins another is offered. */
  readonly recovering: boolean;
  readonly typed: FormFields;
  /** Why what was typed was refused; it stands at its field as well. */
  readonly problem: RemedyRefusal | undefined;
};

/** What can be done after a passed check, or by papers, each with what it needs and with what was typed when it was refused. */
export function remedyCards(visit: Visit, caseId: string, desk: Desk): Html {
  const { t } = visit;
  const { basis } = desk;
  const offered = offers(basis === 'papers' ? undefined : basis.calledAt, desk);
  const kinds = (Object.keys(remedies) as RemedyName[]).filter(
    (kind) =>
      offered[kind] && (basis !== 'papers' || byPapers(kind)) && !(desk.recovering && remedies[kind].waits),
  );
  if (kinds.length === 0) return nothing;
  return html`<h2>${t('console.desk.remedies')}</h2>
    ${kinds.map((kind) =>
      remedyCard(
        visit,
        caseId,
        kind,
        desk.typed['remedy'] === kind ? desk : { ...desk, typed: {}, problem: undefined },
      ),
    )}`;
}

/** Only what makes sense here and now; the verb looks again. */
function offers(
  calledAt: IdentityCheck['calledAt'],
  { state, hasRecord }: Desk,
): Readonly<Record<RemedyName, boolean>> {
  const { contacts, factors, passwordDisabled } = state;
  return {
    unlock: !passwordDisabled,
    reset_link: contacts.some(({ channel }) => channel === 'email'),
    factor: factors.length > 1 && calledAt !== undefined,
    last_factor: factors.length > 0,
    contact: true,
    lock_cap: passwordDisabled,
    slip: hasRecord,
  };
}

function remedyCard(visit: Visit, caseId: string, kind: RemedyName, desk: Desk): Html {
  const { basis, typed, problem } = desk;
  const { t, config } = visit;
  const { second, waits } = remedies[kind];
  const hours = Math.round(config.DESK_WAIT_SECONDS / 3600);
  const slipHours = Math.round(config.RECOVERY_SMS_WAIT_SECONDS / 3600);
  return card({
    title: t(`console.desk.remedy.${kind}`),
    level: 3,
    body: html`<p>${t(`console.desk.about.${kind}`)}</p>
      ${second ? html`<p class="small soft">${waits && kind !== 'slip' ? t('console.desk.second', { hours }) : t('console.desk.second_slip', { hours: slipHours })}</p>` : nothing}
      ${form(visit, {
        action: `/desk/${caseId}`,
        body: html`${fieldsOf(visit, kind, desk)}
        ${basis === 'papers' ? paperFields(visit, kind, desk) : nothing}
        ${
          second
            ? field(visit, {
                id: `why-${kind}`,
                name: 'why',
                label: t('console.desk.why'),
                value: typed['why'] ?? '',
                maxlength: 300,
                error: problem?.kind === 'no-why' ? t('console.desk.refused.no-why') : undefined,
                autocomplete: 'off',
              })
            : nothing
        }
        ${button({
          label: t(second ? 'console.desk.propose' : `console.desk.remedy.${kind}`),
          kind: 'secondary',
          name: 'remedy',
          value: kind,
        })}`,
      })}`,
  });
}

function fieldsOf(visit: Visit, kind: RemedyName, { state: { factors }, typed, problem }: Desk): Html {
  const { t } = visit;
  if (kind === 'factor')
    return select({
      name: 'factor',
      label: t('console.desk.which'),
      value: typed['factor'] ?? '',
      options: factors.map(({ authenticatorId, method }) => ({
        value: authenticatorId,
        label: t(`security.factor.${method}`),
      })),
    });
  if (kind !== 'contact') return nothing;
  return field(visit, {
    name: 'address',
    label: t('console.desk.address'),
    hint: t('console.desk.address_hint'),
    value: typed['address'] ?? '',
    maxlength: 254,
    error: problem?.kind === 'address' ? t('console.desk.refused.address') : undefined,
    autocomplete: 'off',
  });
}

/** What the member put on the counter; both have to be there. */
function paperFields(visit: Visit, kind: RemedyName, { typed, asksName, problem }: Desk): Html {
  const { t } = visit;
  const choose = { value: '', label: t('console.desk.papers.choose') };
  return html`${select({
    name: 'papers',
    id: `papers-${kind}`,
    label: t('console.desk.papers.picture'),
    value: typed['papers'] ?? '',
    options: [choose, ...picturePapers.map((value) => ({ value, label: t(`console.desk.paper.${value}`) }))],
  })}
  ${select({
    name: 'papers_other',
    id: `papers-other-${kind}`,
    label: t('console.desk.papers.other'),
    value: typed['papers_other'] ?? '',
    options: [choose, ...otherPapers.map((value) => ({ value, label: t(`console.desk.paper.${value}`) }))],
  })}
  ${asksName ? nameField(visit, `paper-name-${kind}`, nameProblem(visit, problem)) : nothing}`;
}

const nameProblem = ({ t }: Visit, problem: RemedyRefusal | undefined) =>
  problem?.kind === 'no-name' || problem?.kind === 'wrong-name'
    ? t(`console.desk.refused.${problem.kind}`)
    : undefined;

/** The name as it stands on the papers; it is typed anew each time, and no page gives it back. */
export function nameField(visit: Visit, id: string, error?: string): Html {
  return field(visit, {
    id,
    name: 'paper_name',
    label: visit.t('console.desk.paper_name'),
    hint: visit.t('console.desk.paper_name_hint'),
    maxlength: 200,
    error,
    autocomplete: 'off',
  });
}
