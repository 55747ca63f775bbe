import type { DeskState } from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import {
  byPapers,
  type IdentityCheck,
  otherPapers,
  picturePapers,
  remedies,
  type RemedyName,
} from '#support';
import { button, card, field, form, select } from '#web/layout';

/** What the identity rests on: a passed check, or papers at the counter where the record is too thin to ask about. */
type Basis = IdentityCheck | 'papers';

type Desk = { readonly basis: Basis; readonly state: DeskState; readonly typed: FormFields };

/** What can be done after a passed check, or by papers, each with what it needs. */
export function remedyCards(visit: Visit, caseId: string, { basis, state, typed }: Desk): Html {
  const { t } = visit;
  const offered = offers(basis === 'papers' ? undefined : basis.calledAt, state);
  return html`<h2>${t('console.desk.remedies')}</h2>
    ${(Object.keys(remedies) as RemedyName[])
      .filter((kind) => offered[kind] && (basis !== 'papers' || byPapers(kind)))
      .map((kind) =>
        remedyCard(visit, { caseId, kind, basis, state, typed: typed['remedy'] === kind ? typed : {} }),
      )}`;
}

/** Only what makes sense here and now; the verb looks again. */
function offers(
  calledAt: IdentityCheck['calledAt'],
  state: DeskState,
): Readonly<Record<RemedyName, boolean>> {
  const { contacts, factors, passwordDisabled } = state;
  return {
    unlock: !passwordDisabled,
    reset_link: contacts.some(({ channel }) => channel === 'email'),
    factor: factors.length > 1 && calledAt !== undefined,
    last_factor: factors.length > 0,
    contact: true,
    lock_cap: passwordDisabled,
    slip: true,
  };
}

type Offered = {
  readonly caseId: string;
  readonly kind: RemedyName;
  readonly basis: Basis;
  readonly state: DeskState;
  readonly typed: FormFields;
};

function remedyCard(visit: Visit, { caseId, kind, basis, state, typed }: Offered): Html {
  const { t, config } = visit;
  const { second, waits } = remedies[kind];
  const hours = Math.round(config.DESK_WAIT_SECONDS / 3600);
  return card({
    title: t(`console.desk.remedy.${kind}`),
    level: 3,
    body: html`<p>${t(`console.desk.about.${kind}`)}</p>
      ${second ? html`<p class="small soft">${t('console.desk.second', { hours: waits ? hours : 0 })}</p>` : nothing}
      ${form(visit, {
        action: `/desk/${caseId}`,
        body: html`${fieldsOf(visit, kind, state, typed)}
        ${basis === 'papers' ? paperFields(visit, kind) : nothing}
        ${
          second
            ? field(visit, {
                id: `why-${kind}`,
                name: 'why',
                label: t('console.desk.why'),
                value: typed['why'] ?? '',
                maxlength: 300,
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

function fieldsOf(visit: Visit, kind: RemedyName, { factors }: DeskState, typed: FormFields): Html {
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
    autocomplete: 'off',
  });
}

/** What the member put on the counter; both have to be there. */
function paperFields({ t }: Visit, kind: RemedyName): Html {
  const choose = { value: '', label: t('console.desk.papers.choose') };
  return html`${select({
    name: 'papers',
    id: `papers-${kind}`,
    label: t('console.desk.papers.picture'),
    value: '',
    options: [choose, ...picturePapers.map((value) => ({ value, label: t(`console.desk.paper.${value}`) }))],
  })}
  ${select({
    name: 'papers_other',
    id: `papers-other-${kind}`,
    label: t('console.desk.papers.other'),
    value: '',
    options: [choose, ...otherPapers.map((value) => ({ value, label: t(`console.desk.paper.${value}`) }))],
  })}`;
}
