import { type Html, html, nothing, trustedHtml } from '#platform';
import type { Tone } from './parts.ts';

type Cell = Html | string;

export type DataRow =
  | readonly Cell[]
  | { readonly cells: readonly Cell[]; readonly tone?: Tone | undefined; readonly id?: string };

export type DataColumn = {
  readonly label: string;
  readonly numeric?: boolean;
  /** On a phone the cell takes the whole width and needs no label. */
  readonly full?: boolean;
};

/** Stands in a table where there is nothing to say; on a phone such a cell is left out. */
export const blank = '–';

/**
 * A table on a wide screen, cards on a phone (the first two columns lead); never a sideways scroll. The roles are
 * written out because browsers drop a table's meaning when its rows are laid out as cards.
 */
export function dataTable(parts: {
  readonly caption: string;
  readonly columns: readonly DataColumn[];
  readonly rows: readonly DataRow[];
  /** For a caption that repeats the heading above the table. */
  readonly captionUnseen?: boolean;
}): Html {
  const heads = parts.columns.map(
    (column) =>
      html`<th role="columnheader" scope="col" ${column.numeric ? trustedHtml(' class="num"') : nothing}>
        ${column.label}
      </th>`,
  );
  return html`<table class="stacks" role="table"><caption${parts.captionUnseen ? trustedHtml(' class="unseen"') : nothing}>${parts.caption}</caption><thead role="rowgroup"><tr role="row">${heads}</tr></thead><tbody role="rowgroup">${parts.rows.map((row) => tableRow(parts.columns, row))}</tbody></table>`;
}

function tableRow(columns: readonly DataColumn[], row: DataRow): Html {
  const { cells, tone, id } = 'cells' in row ? row : { cells: row, tone: undefined, id: undefined };
  return html`<tr role="row" ${id ? html` id="${id}"` : nothing}${tone ? html` class="${tone}"` : nothing}>
    ${cells.map((cell, index) => tableCell(columns[index], cell, index))}
  </tr>`;
}

function tableCell(column: DataColumn | undefined, cell: Cell, index: number): Html {
  if (index === 0) return html`<th role="rowheader" scope="row">${cell}</th>`;
  const classes = [column?.numeric && 'num', column?.full && 'full', index > 1 && cell === blank && 'blank']
    .filter(Boolean)
    .join(' ');
  const label = index > 1 && column ? html` data-label="${column.label}"` : nothing;
  return html`<td role="cell" ${classes ? html` class="${classes}"` : nothing}${label}>
    <div>${cell}</div>
  </td>`;
}
