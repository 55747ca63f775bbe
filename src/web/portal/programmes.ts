import { type Coverage, lawsOf, plainAmounts } from '#benefits';
import { type ContributionFigure, type Programme, programmes } from '#contributions';
import { dayIn } from '#kernel';
import { formatRupiah, type Html, html, type MessageKey, nothing, type Page, type Visit } from '#platform';
import { card } from '#web/layout';
import { contributionFigureLines } from './contribution-figures.ts';
import { coverageBadge } from './coverage.ts';
import { forMember, memberPage } from './frame.ts';
import { standing, uncertainty } from './programme-standing.ts';
import { inOwnWords, paysAlone } from './own-words.ts';
import type { Services } from './reads.ts';
import { recordNote } from './record-note.ts';

const points = {
  JKK: ['portal.programmes.JKK.1', 'portal.programmes.JKK.2', 'portal.programmes.JKK.3'],
  JKM: ['portal.programmes.JKM.1', 'portal.programmes.JKM.2'],
  JHT: ['portal.programmes.JHT.1', 'portal.programmes.JHT.2', 'portal.programmes.JHT.3'],
  JP: ['portal.programmes.JP.1', 'portal.programmes.JP.2'],
  JKP: ['portal.programmes.JKP.1', 'portal.programmes.JKP.2'],
} as const satisfies Record<Programme, readonly MessageKey[]>;

/** What each programme covers in plain words, and whether and since when this member is covered (G22). */
export function programmesPage({ database, reads }: Services): Page {
  return {
    path: '/programmes',
    access: 'member',
    get: forMember('/programmes', async (visit, member) => {
      const [coverage, figures, choices] = await Promise.all([
        reads.coverageOf(database, member.personId, member.today),
        reads.contributionFiguresOf(database, member.personId, member.today),
        reads.historyChoices(database, member.personId),
      ]);
      const { t } = visit;
      return memberPage(visit, '/programmes', {
        title: t('portal.programmes.title'),
        body: html`<h1>${t('portal.programmes.title')}</h1>
          <p class="lead">${t('portal.programmes.lead')}</p>
          ${recordNote(visit, choices)}
          ${programmes.map((programme) =>
            programmeCard(
              inOwnWords(visit, paysAlone(coverage)),
              programme,
              coverage.find((entry) => entry.programme === programme),
              figures.filter((figure) => figure.programme === programme),
            ),
          )}`,
      });
    }),
  };
}

function programmeCard(
  visit: Visit,
  programme: Programme,
  coverage: Coverage | undefined,
  figures: readonly ContributionFigure[],
): Html {
  const { t } = visit;
  const money = Object.fromEntries(
    Object.entries(plainAmounts(dayIn(visit.now))).map(([name, amount]) => [
      name,
      formatRupiah(amount, t.language),
    ]),
  );
  return card({
    title: t(`portal.programme.${programme}`),
    ...(coverage ? { aside: coverageBadge(visit, coverage) } : {}),
    body: html`${coverage ? standing(visit, coverage) : nothing}
      ${coverage ? uncertainty(visit, coverage) : nothing}
      <p>${t(`portal.programmes.${programme}.what`)}</p>
      <ul>
        ${points[programme].map((point) => html`<li>${t(point, money)}</li>`)}
      </ul>
      ${coverage && coverage.state !== 'not_covered' && coverage.state !== 'not_recorded' ? contributionFigureLines(visit, figures) : nothing}
      <p class="small soft">${t('portal.programmes.source', { source: lawsOf(programme) })}</p>
      <p class="links">
        <a href="/programmes/${programme.toLowerCase()}">${t(`portal.programmes.more.${programme}`)}</a>
      </p>`,
  });
}
