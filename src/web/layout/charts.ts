import type { Month, Rupiah } from '#kernel';
import {
  formatMonth,
  formatRupiah,
  type Html,
  html,
  join,
  nothing,
  trustedHtml,
  type Visit,
} from '#platform';
import { scaleBand, scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { disclosure } from './parts.ts';

export const chartWidth = 1000;
export const chartHeight = 200;
const mostNamedMissing = 3;

export type Bar = {
  readonly month: Month;
  readonly amount: Rupiah;
  /** `none`: nothing was due, a gap without a colour. */
  readonly tone: 'full' | 'pending' | 'missing' | 'none';
};

/**
 * Contributions by month. The drawing stretches with the page; its words are ordinary text, so they never shrink.
 * A table of the same figures belongs to it.
 */
export function barChart(
  visit: Visit,
  parts: { readonly title: string; readonly bars: readonly Bar[]; readonly missing?: string },
): Html {
  const { bars, title } = parts;
  if (bars.length === 0) return nothing;
  const highest = bars.reduce((most, bar) => (bar.amount > most ? bar.amount : most), 0n);
  const across = scaleBand<number>(bars.keys(), [0, chartWidth]).paddingInner(0.3).paddingOuter(0.15);
  const up = scaleLinear([0, Math.max(1, Number(highest))], [0, chartHeight - 8]);
  const drawn = bars.map((bar, index) => {
    if (bar.tone === 'none') return '';
    const tall = bar.tone === 'missing' ? 6 : Math.max(2, Math.round(up(Number(bar.amount))));
    const left = Math.round(across(index) ?? 0);
    return `<rect class="${bar.tone}-bar" x="${left}" y="${chartHeight - tall}" width="${Math.round(across.bandwidth())}" height="${tall}"/>`;
  });
  return figure(
    html`<div class="chart-top">
      <span>${title}</span
      ><span
        >${visit.t.html('layout.chart_highest', { amount: html`<b class="number">${formatRupiah(highest, visit.t.language)}</b>` })}</span
      >
    </div>`,
    drawing(title, drawn.join('')),
    html`<div class="chart-labels bars" aria-hidden="true">
        ${bars.map((bar, index) => barLabel(visit, bars, bar, index))}
      </div>
      ${legend(visit, bars, parts.missing)}`,
  );
}

/** On a phone every second month is named, and always the few that are missing, with room around them. */
function barLabel(visit: Visit, bars: readonly Bar[], bar: Bar, index: number): Html {
  const missing = bar.tone === 'missing';
  const fewMissing = bars.filter(({ tone }) => tone === 'missing').length <= mostNamedMissing;
  const besideMissing =
    fewMissing && (bars[index - 1]?.tone === 'missing' || bars[index + 1]?.tone === 'missing');
  const wideOnly = !(missing && fewMissing) && ((bars.length - 1 - index) % 2 === 1 || besideMissing);
  const classes = [missing && 'bad', wideOnly && 'wide-only'].filter(Boolean).join(' ');
  const name = formatMonth(bar.month, visit.t.language, 'only');
  return html`<span${classes ? html` class="${classes}"` : nothing}>${name}</span>`;
}

function legend(visit: Visit, bars: readonly Bar[], missing?: string): Html {
  const tones = (['full', 'pending', 'missing'] as const).filter((tone) =>
    bars.some((bar) => bar.tone === tone),
  );
  if (tones.length < 2) return nothing;
  const items = tones.map(
    (tone) =>
      html`<li>
        <svg viewBox="0 0 14 14" aria-hidden="true">
          <rect class="${tone}-bar" x="1" y="1" width="12" height="12" /></svg
        >${tone === 'missing' && missing ? missing : visit.t(`layout.chart_${tone}`)}
      </li>`,
  );
  return html`<ul class="legend">
    ${items}
  </ul>`;
}

export type YearPoint = { readonly year: number; readonly amount: Rupiah };

/** A balance at the end of each year; the last point is the balance now. */
export function areaChart(title: string, points: readonly YearPoint[]): Html {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return nothing;
  const across = scaleLinear([first.year, last.year], [0, chartWidth]);
  const highest = points.reduce((most, point) => Math.max(most, Number(point.amount)), 1);
  // A balance below zero lies on the line; the table beside says how far.
  const up = scaleLinear([0, highest], [chartHeight, 12]).clamp(true);
  const x = (point: YearPoint) => across(point.year);
  const y = (point: YearPoint) => up(Number(point.amount));
  const outline = line<YearPoint>(x, y).digits(0)(points) ?? '';
  const surface = area<YearPoint>(x, chartHeight, y).digits(0)(points) ?? '';
  const end = `M${Math.round(x(last))},${Math.round(y(last))}h0`;
  return figure(
    html`<div class="chart-top"><span>${title}</span></div>`,
    drawing(
      title,
      `<path class="area" d="${surface}"/><path class="line" vector-effect="non-scaling-stroke" d="${outline}"/><path class="line-end" vector-effect="non-scaling-stroke" d="${end}"/>`,
    ),
    html`<div class="chart-labels" aria-hidden="true">${yearLabels(first.year, last.year)}</div>`,
  );
}

/** First and last year always; between them at most two, where they fall evenly. */
export function yearLabels(from: number, to: number): Html {
  const span = to - from;
  const steps = span % 3 === 0 ? 3 : span % 2 === 0 ? 2 : 1;
  const years = Array.from({ length: steps + 1 }, (_, index) => from + (span / steps) * index);
  return join(years.map((year) => html`<span>${year}</span>`));
}

/** The same figures in numbers, one press away. */
export function chartTable(
  visit: Visit,
  parts: { readonly caption: string; readonly rows: readonly (readonly [string, string])[] },
): Html {
  const rows = parts.rows.map(
    ([name, value]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td class="num">${value}</td>
      </tr>`,
  );
  return disclosure({
    summary: visit.t('layout.chart_table'),
    body: html`<table>
      <caption class="unseen">
        ${parts.caption}
      </caption>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
  });
}

export function figure(top: Html, picture: Html, bottom: Html): Html {
  return html`<div class="chart">${top}${picture}${bottom}</div>`;
}

export function drawing(title: string, shapes: string): Html {
  return html`<svg
    viewBox="0 0 ${chartWidth} ${chartHeight}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${title}"
  >
    ${trustedHtml(shapes)}
  </svg>`;
}
