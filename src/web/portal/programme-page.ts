import {
  type BenefitRecord,
  claimDocumentsOf,
  type Coverage,
  heirsOf,
  sourcesOf,
  unknownsOf,
} from '#benefits';
import type { Programme } from '#contributions';
import { formatNumber, type Html, html, type MessageKey, nothing, type Page, type Visit } from '#platform';
import { card } from '#web/layout';
import { percent, sourceList, unknownList } from './benefit-parts.ts';
import { coverageBadge } from './coverage.ts';
import { forMember, memberPage, withoutPerson } from './frame.ts';
import { heirsCard } from './heirs-card.ts';
import { standing, uncertainty } from './programme-standing.ts';
import { inOwnWords, paysAlone } from './own-words.ts';
import type { Services } from './reads.ts';

export type ProgrammeContent = {
  /** The one figure, under the words that say whether the member is covered. */
  readonly first: Html;
  /** The sums, each a card of its own. */
  readonly sums: Html;
  readonly changes: Html;
};

type Content = (visit: Visit, record: BenefitRecord) => ProgrammeContent;

/**
 * The page of one programme: whether the member is covered, since when and what it would yield first; then the sum
 * written out, what would change it, who would receive it, how to claim, and the law behind each figure (G22).
 */
export function programmePage(services: Services, programme: Programme, content: Content): Page {
  const { database, reads } = services;
  return {
    path: `/programmes/${programme.toLowerCase()}`,
    access: 'member',
    get: forMember('/programmes', async (visit, { personId, today }) => {
      const record = await reads.benefitRecord(database, visit.keys, personId, today);
      if (!record) return withoutPerson(visit, '/programmes');
      const own = paysAlone(record.coverage);
      const at = inOwnWords(visit, own);
      const title = visit.t(`portal.programme.${programme}`);
      return memberPage(visit, '/programmes', {
        title,
        body: html`<p class="small"><a href="/programmes">${visit.t('portal.benefit.all')}</a></p>
          <h1>${title}</h1>
          <p class="lead">${at.t(`portal.programmes.${programme}.what`)}</p>
          ${programmeBody(at, programme, { record, own }, content(at, record))}`,
      });
    }),
  };
}

function programmeBody(
  visit: Visit,
  programme: Programme,
  { record, own }: { readonly record: BenefitRecord; readonly own: boolean },
  content: ProgrammeContent,
): Html {
  const { t } = visit;
  const coverage = record.coverage.find((entry) => entry.programme === programme);
  return html`${card({
    title: t('portal.benefit.standing'),
    ...(coverage ? { aside: coverageBadge(visit, coverage) } : {}),
    body: html`${covered(visit, coverage)} ${content.first}`,
  })}
  ${content.sums} ${card({ title: t('portal.benefit.changes'), body: content.changes })}
  ${heirsCard(visit, programme, heirsOf(programme, record.family, record.today))}
  ${claimCard(visit, programme, own)}
  ${card({
    title: t('portal.benefit.unknown'),
    body: html`${unknownList(visit, unknownsOf(programme))}
    ${sourceList(visit, sourcesOf(programme, record.today))}`,
  })}`;
}

function covered(visit: Visit, coverage: Coverage | undefined): Html {
  if (!coverage) return nothing;
  return html`${standing(visit, coverage)} ${uncertainty(visit, coverage)}`;
}

const stepsOf: Record<Programme, readonly MessageKey[]> = {
  JHT: ['portal.benefit.JHT.step.1', 'portal.benefit.JHT.step.2', 'portal.benefit.JHT.step.3'],
  JP: ['portal.benefit.JP.step.1', 'portal.benefit.JP.step.2'],
  JKK: [
    'portal.benefit.JKK.step.1',
    'portal.benefit.JKK.step.2',
    'portal.benefit.JKK.step.3',
    'portal.benefit.JKK.step.4',
  ],
  JKM: ['portal.benefit.JKM.step.1', 'portal.benefit.JKM.step.2', 'portal.benefit.JKM.step.3'],
  JKP: [
    'portal.benefit.JKP.step.1',
    'portal.benefit.JKP.step.2',
    'portal.benefit.JKP.step.3',
    'portal.benefit.JKP.step.4',
  ],
};

/** Steps in their order, what to bring, and how soon it has to be paid. */
function claimCard(visit: Visit, programme: Programme, own: boolean): Html {
  const { t } = visit;
  const claims = claimDocumentsOf(programme);
  const several = claims.length > 1;
  // Whoever pays alone has read it in the second step.
  const steps = stepsOf[programme].filter((step) => !(own && step === 'portal.benefit.JKK.step.4'));
  return card({
    title: t('portal.benefit.claim'),
    body: html`<ol>
        ${steps.map((step) => html`<li>${t(step)}</li>`)}
      </ol>
      ${claims.map(
        (claim) =>
          html`<h3>
              ${t(several ? `portal.benefit.documents.${claim.situation}` : 'portal.benefit.documents')}
            </h3>
            <ul>
              ${claim.documents.map((document) => html`<li>${t(`benefits.document.${document}`)}</li>`)}
            </ul>
            ${deadline(visit, claim)}`,
      )}
      <p class="small soft">${t('portal.benefit.documents_note')}</p>`,
  });
}

function deadline(
  visit: Visit,
  { paidWithinWorkingDays, lateRatePerDay }: ReturnType<typeof claimDocumentsOf>[number],
): Html {
  const { t } = visit;
  if (paidWithinWorkingDays === null) return nothing;
  const days = formatNumber(paidWithinWorkingDays, t.language);
  return html`<p>
    ${t('portal.benefit.deadline', { days })}
    ${lateRatePerDay === null ? nothing : t('portal.benefit.late', { rate: percent(visit, lateRatePerDay) })}
  </p>`;
}
