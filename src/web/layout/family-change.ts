import { isoDate } from '#kernel';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';

type Relative = {
  readonly relation: 'spouse' | 'child' | 'parent' | 'sibling';
  readonly fullName: string;
  readonly birthDate?: string | undefined;
};

/** As members say it (`FamilyChange`): without `before` somebody is added, without `after` removed. */
type FamilyChange = { readonly before?: Relative | undefined; readonly after?: Relative | undefined };

/** What is asked of the family on record, one line for each person. */
export function familyChanges(visit: Visit, changes: readonly FamilyChange[]): Html {
  return html`<ul class="rows">
    ${changes.map((change) => html`<li>${line(visit, change)}</li>`)}
  </ul>`;
}

function line(visit: Visit, { before, after }: FamilyChange): Html {
  const { t } = visit;
  const act = before && after ? 'changed' : after ? 'added' : 'removed';
  return html`<strong>${t(`portal.family.${act}`)}</strong>
    ${before ? html`<br />${told(visit, before)}` : nothing}
    ${before && after ? html`<br />${t('portal.family.becomes')}` : nothing}
    ${after ? html`${before ? nothing : html`<br />`} ${told(visit, after)}` : nothing}`;
}

/** `Budi Santoso (Child, 2 March 2010)` */
function told({ t }: Visit, { relation, fullName, birthDate }: Relative): Html {
  const born = birthDate ? `, ${formatDate(isoDate(birthDate), t.language, 'medium')}` : '';
  return html`${fullName} <span class="small soft">(${t(`portal.relation.${relation}`)}${born})</span>`;
}
