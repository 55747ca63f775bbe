import type { Coverage } from '#benefits';
import { type ContributionFigure, type Programme, programmes } from '#contributions';
import {
  formatDate,
  formatRupiah,
  type Html,
  html,
  type MessageKey,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { card } from '#web/layout';
import { contributionFigureLines } from './contribution-figures.ts';
import { coverageBadge, coverageReason } from './coverage.ts';
import { forMember, memberPage } from './frame.ts';
import type { Services } from './reads.ts';
import { recordNote } from './record-note.ts';

/** The law that each programme rests on. */
const sources: Record<Programme, string> = {
  JKK: 'PP 44/2015, PP 82/2019, PP 49/2023',
  JKM: 'PP 44/2015, PP 82/2019, PP 49/2023',
  JHT: 'PP 46/2015, PP 60/2015, Permenaker 4/2022',
  JP: 'PP 45/2015',
  JKP: 'PP 37/2021, PP 6/2025',
};

const points = {
  JKK: ['portal.programmes.JKK.1', 'portal.programmes.JKK.2', 'portal.programmes.JKK.3'],
  JKM: ['portal.programmes.JKM.1', 'portal.programmes.JKM.2'],
  JHT: ['portal.programmes.JHT.1', 'portal.programmes.JHT.2', 'portal.programmes.JHT.3'],
  JP: ['portal.programmes.JP.1', 'portal.programmes.JP.2'],
  JKP: ['portal.programmes.JKP.1', 'portal.programmes.JKP.2'],
} as const satisfies Record<Programme, readonly MessageKey[]>;

/** Amounts that the plain words name, in whole rupiah: JKM by PP 82/2019, JKP by PP 6/2025. */
const amounts = {
  total: 42_000_000n,
  lump: 20_000_000n,
  periodic: 12_000_000n,
  funeral: 10_000_000n,
  ceiling: 5_000_000n,
};

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
              visit,
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
  const own = programme === 'JHT' && coverage?.selfEmployed === true;
  const money = Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [name, formatRupiah(amount, t.language)]),
  );
  return card({
    title: t(`portal.programme.${programme}`),
    ...(coverage ? { aside: coverageBadge(visit, coverage) } : {}),
    body: html`${coverage ? standing(visit, coverage) : nothing}
      ${coverage ? uncertainty(visit, coverage) : nothing}
      <p>${t(own ? 'portal.programmes.JHT.own.what' : `portal.programmes.${programme}.what`)}</p>
      <ul>
        ${points[programme].map((point) => html`<li>${t(own && point === 'portal.programmes.JHT.2' ? 'portal.programmes.JHT.own.2' : point, money)}</li>`)}
      </ul>
      ${coverage && coverage.state !== 'not_covered' ? contributionFigureLines(visit, figures) : nothing}
      <p class="small soft">${t('portal.programmes.source', { source: sources[programme] })}</p>`,
  });
}

/** The months that count: for JP in all, for JKP within the last 24, and how many are still to come. */
function monthsText({ t }: Visit, { programme }: Coverage, paid: number, needed: number): string {
  const kind = programme === 'JKP' ? 'JKP' : 'JP';
  if (paid >= needed) return t(`portal.programmes.months.${kind}.reached`, { paid, needed });
  return t(`portal.programmes.months.${kind}`, { paid, needed, missing: needed - paid });
}

/** Since when, how many months of those needed, or why not. */
function standing(visit: Visit, coverage: Coverage): Html {
  const { t } = visit;
  const { coveredSince, monthsPaid, monthsNeeded } = coverage;
  const reason = coverageReason(visit, coverage);
  const lines = [
    coveredSince &&
      t(coveredSince.startsWith('2015-07') ? 'portal.programmes.recorded_since' : 'portal.programmes.since', {
        date: formatDate(coveredSince, t.language),
      }),
    monthsPaid !== undefined &&
      monthsNeeded !== undefined &&
      monthsText(visit, coverage, monthsPaid, monthsNeeded),
    coverage.reason === 'months_not_reached' ? undefined : reason,
  ].filter(Boolean);
  return lines.length > 0 ? html`<p class="small"><strong>${lines.join(' ')}</strong></p>` : nothing;
}

/** What the law's text leaves open, said where the figure stands that rests on it. */
function uncertainty(visit: Visit, { uncertain }: Coverage): Html {
  return uncertain ? html`<p class="small soft">${visit.t(`benefits.uncertain.${uncertain}`)}</p>` : nothing;
}
