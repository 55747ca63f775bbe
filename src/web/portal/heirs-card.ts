import type { Heir, Heirs, HeirStanding } from '#benefits';
import type { Programme } from '#contributions';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';
import { badge, card, helpAddress } from '#web/layout';

/** Who would receive it by the family register as it stands, in the legal order, and what to do when it is wrong. */
export function heirsCard(visit: Visit, programme: Programme, heirs: Heirs | undefined): Html {
  const { t } = visit;
  const title = t('portal.heirs.title');
  if (!heirs) return card({ title, body: html`<p>${t('portal.heirs.ends')}</p>` });
  return card({
    title,
    body: html`<p>
        ${t(heirs.receiver ? `portal.heirs.lead.${programme === 'JP' ? 'JP' : 'sum'}` : 'portal.heirs.nobody')}
      </p>
      <ol class="rows">
        ${heirs.classes.map((one, index) => classItem(visit, one, index + 1))}
      </ol>
      ${heirs.severalSpouses ? html`<p>${t('portal.heirs.several_spouses')}</p>` : nothing}
      <p class="small soft">${t('portal.heirs.preview')}</p>
      <p>
        ${t('portal.heirs.wrong')}
        <a href="${helpAddress('heirs')}">${t('portal.heirs.wrong_link')}</a>
      </p>`,
  });
}

/** The last in line, who are nobody's family. */
const institutions: ReadonlySet<HeirStanding['name']> = new Set(['estate_chamber', 'social_fund']);

function classItem(visit: Visit, { name, people, onRegister, receives }: HeirStanding, place: number): Html {
  const { t } = visit;
  const shown =
    people.length > 0
      ? html`<ul>
          ${people.map((person) => html`<li>${heirName(visit, person)}</li>`)}
        </ul>`
      : html`<p class="small soft">
          ${t(institutions.has(name) ? 'portal.heirs.last' : onRegister ? 'portal.heirs.none_recorded' : 'portal.heirs.not_on_register')}
        </p>`;
  return html`<li>
    <strong>${place}. ${t(`benefits.heirs.${name}`)}</strong>
    ${receives ? badge('ok', t('portal.heirs.receives')) : nothing} ${shown}
  </li>`;
}

function heirName(visit: Visit, { fullName, relation, birthDate, remark }: Heir): Html {
  const { t } = visit;
  const born = birthDate ? t('portal.heirs.born', { date: formatDate(birthDate, t.language) }) : undefined;
  const words = [t(`portal.relation.${relation}`), born].filter(Boolean).join(', ');
  return html`${fullName}
    <span class="small soft">(${words})</span>
    ${remark ? html`<br /><span class="small">${t(`portal.heirs.remark.${remark}`)}</span>` : nothing}`;
}
