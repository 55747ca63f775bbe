import type { Rupiah } from '#kernel';
import { formatRupiah, type Html, html, join, type Visit } from '#platform';
import { scaleBand, scaleLinear } from 'd3-scale';
import { chartHeight, chartWidth, drawing, figure, yearLabels } from './charts.ts';

export type StackedYear = { readonly year: number; readonly lower: Rupiah; readonly upper: Rupiah };

const mostNamed = 6;

/** Two amounts of each year, one upon the other. What was taken off is not drawn; a table of the figures belongs to it. */
export function stackedChart(
  visit: Visit,
  parts: {
    readonly title: string;
    readonly lower: string;
    readonly upper: string;
    readonly years: readonly StackedYear[];
  },
): Html {
  const { title, years } = parts;
  const drawable = (amount: Rupiah) => (amount > 0n ? Number(amount) : 0);
  const sums = years.map(({ lower, upper }) => drawable(lower) + drawable(upper));
  const across = scaleBand<number>(years.keys(), [0, chartWidth]).paddingInner(0.3).paddingOuter(0.15);
  const up = scaleLinear([0, Math.max(1, ...sums)], [0, chartHeight - 8]);
  const bar = (tone: 'full' | 'pending', index: number, from: number, amount: number) => {
    const tall = Math.round(up(amount));
    if (tall === 0) return '';
    const left = Math.round(across(index) ?? 0);
    const top = chartHeight - Math.round(up(from)) - tall;
    return `<rect class="${tone}-bar" x="${left}" y="${top}" width="${Math.round(across.bandwidth())}" height="${tall}"/>`;
  };
  const drawn = years.map(({ lower, upper }, index) => {
    const [low, high] = [drawable(lower), drawable(upper)];
    return bar('full', index, 0, low) + bar('pending', index, low, high);
  });
  const highest = formatRupiah(BigInt(Math.max(0, ...sums)), visit.t.language);
  return figure(
    html`<div class="chart-top">
      <span>${title}</span
      ><span
        >${visit.t.html('layout.chart_highest', { amount: html`<b class="number">${highest}</b>` })}</span
      >
    </div>`,
    drawing(title, drawn.join('')),
    html`${labels(years)}
      <ul class="legend">
        ${legendItem('full', parts.lower)}${legendItem('pending', parts.upper)}
      </ul>`,
  );
}

/** Each bar by its year while there is room, else the span. */
function labels(years: readonly StackedYear[]): Html {
  const [first, last] = [years[0]?.year ?? 0, years.at(-1)?.year ?? 0];
  if (years.length > mostNamed)
    return html`<div class="chart-labels" aria-hidden="true">${yearLabels(first, last)}</div>`;
  return html`<div class="chart-labels bars" aria-hidden="true">
    ${join(years.map(({ year }) => html`<span>${year}</span>`))}
  </div>`;
}

function legendItem(tone: 'full' | 'pending', name: string): Html {
  return html`<li>
    <svg viewBox="0 0 14 14" aria-hidden="true">
      <rect class="${tone}-bar" x="1" y="1" width="12" height="12" /></svg
    >${name}
  </li>`;
}
