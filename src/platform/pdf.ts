import type PdfDocument from 'pdfkit';

type Kit = InstanceType<typeof PdfDocument>;

export type PdfColumn = {
  readonly label: string;
  /** Share of the width; the shares of a table are added up. */
  readonly width: number;
  /** Set to the right. */
  readonly numeric?: true;
};
export type PdfBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'squares';
      /** Row by row, `true` is dark: a QR code. */
      readonly squares: readonly (readonly boolean[])[];
      /** What the drawing says, for who hears it. */
      readonly says: string;
      readonly width: number;
    }
  | { readonly kind: 'pairs'; readonly rows: readonly (readonly [string, string])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly PdfColumn[];
      readonly rows: readonly (readonly string[])[];
    };
export type PdfParts = {
  readonly title: string;
  readonly author: string;
  readonly language: 'id' | 'en';
  readonly madeAt: Date;
  /** Stands at the foot of each page. */
  readonly footer: (page: number, pages: number) => string;
  readonly blocks: readonly PdfBlock[];
};

const page = { width: 595.28, height: 841.89, left: 40, right: 40, top: 44, bottom: 54 };
const inner = page.width - page.left - page.right;
const size = { title: 18, heading: 12.5, text: 9.5, cell: 8, footer: 7.5 };
const ink = '#1b1d2a';
const soft = '#555a70';
const line = '#d8dbe6';
const padding = 3;
const figureGap = 10;

/**
 * A document of headings, text and tables on A4, with numbered pages and table heads that are said again on each page.
 * Tagged (headings, paragraphs, tables with header cells, language, title), so that a screen reader finds its way. The
 * fonts are those that every reader has; a character that they lack is shown as a question mark.
 */
export async function makePdf(parts: PdfParts): Promise<Buffer> {
  // Loaded with the first document: it takes longer than the rest of a start.
  const { default: Document } = await import('pdfkit');
  const kit = new Document({
    size: 'A4',
    margins: { left: page.left, right: page.right, top: page.top, bottom: page.bottom },
    bufferPages: true,
    tagged: true,
    lang: parts.language === 'id' ? 'id-ID' : 'en-GB',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: readable(parts.title), Author: readable(parts.author), CreationDate: parts.madeAt },
  });
  const chunks: Buffer[] = [];
  kit.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    kit.on('end', resolve);
    kit.on('error', reject);
  });
  const root = kit.struct('Document');
  kit.addStructure(root);
  const paper: Paper = { kit, root, y: page.top };
  writeText(paper, 'H1', parts.title, { size: size.title, bold: true });
  for (const block of parts.blocks) writeBlock(paper, block);
  root.end();
  writeFooters(kit, parts.footer);
  kit.end();
  await ended;
  return Buffer.concat(chunks);
}

type Structure = ReturnType<Kit['struct']>;
type Paper = { readonly kit: Kit; readonly root: Structure; y: number };

function writeBlock(paper: Paper, block: PdfBlock): void {
  if (block.kind === 'heading') {
    paper.y += 10;
    needRoom(paper, 60);
    writeText(paper, 'H2', block.text, { size: size.heading, bold: true });
  } else if (block.kind === 'text') writeText(paper, 'P', block.text, { size: size.text, bold: false });
  else if (block.kind === 'squares') writeSquares(paper, block);
  else if (block.kind === 'pairs')
    writeTable(
      paper,
      [
        { label: '', width: 2 },
        { label: '', width: 5 },
      ],
      block.rows,
    );
  else writeTable(paper, block.columns, block.rows);
}

function needRoom(paper: Paper, height: number): boolean {
  if (paper.y + height <= page.height - page.bottom) return false;
  paper.kit.addPage();
  paper.y = page.top;
  return true;
}

type Style = { readonly size: number; readonly bold: boolean };

function writeText(paper: Paper, tag: 'H1' | 'H2' | 'P', text: string, style: Style): void {
  const { kit, root } = paper;
  const shown = readable(text);
  setFont(kit, style);
  const height = kit.heightOfString(shown, { width: inner });
  needRoom(paper, Math.min(height, 200));
  const content = kit.markStructureContent(tag);
  kit.fillColor(ink).text(shown, page.left, paper.y, { width: inner });
  kit.endMarkedContent();
  root.add(kit.struct(tag, {}, [content]));
  // A long text goes on over pages by itself.
  paper.y = kit.y + 5;
}

function writeSquares(
  paper: Paper,
  { squares, says, width }: Extract<PdfBlock, { readonly kind: 'squares' }>,
): void {
  const { kit, root } = paper;
  needRoom(paper, width);
  const side = width / squares.length;
  const content = kit.markStructureContent('Figure');
  for (const [y, row] of squares.entries())
    for (const [x, dark] of row.entries())
      if (dark) kit.rect(page.left + x * side, paper.y + y * side, side, side);
  kit.fill('#000000');
  kit.endMarkedContent();
  root.add(kit.struct('Figure', { alt: readable(says) }, [content]));
  paper.y += width + 5;
}

function setFont(kit: Kit, { size: points, bold }: Style): void {
  kit.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(points);
}

function writeTable(paper: Paper, columns: readonly PdfColumn[], rows: readonly (readonly string[])[]): void {
  const { kit, root } = paper;
  const table = kit.struct('Table');
  root.add(table);
  const labels = columns.map(({ label }) => label);
  const headed = labels.some((label) => label !== '');
  const head = () => {
    if (headed) writeRow(paper, table, columns, labels, true);
  };
  needRoom(paper, 40);
  head();
  for (const row of rows) {
    if (needRoom(paper, rowHeight(kit, columns, row, false))) head();
    writeRow(paper, table, columns, row, false);
  }
  table.end();
  paper.y += 6;
}

const widthsOf = (columns: readonly PdfColumn[]) => {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  return columns.map(({ width }) => (inner * width) / whole);
};

/** What a cell's text has: figures on the right keep away from the words that follow them. */
const textWidthsOf = (columns: readonly PdfColumn[]) =>
  widthsOf(columns).map((width, index) => {
    const beforeWords = columns[index]?.numeric && columns[index + 1]?.numeric !== true;
    return width - 2 * padding - (beforeWords && index < columns.length - 1 ? figureGap : 0);
  });

const mostLines = 12;

function rowHeight(kit: Kit, columns: readonly PdfColumn[], cells: readonly string[], bold: boolean): number {
  setFont(kit, { size: size.cell, bold });
  const widths = textWidthsOf(columns);
  const heights = cells.map((cell, index) => cellHeight(kit, cell, widths[index] ?? 0));
  return Math.max(...heights) + 2 * padding;
}

/** One line costs no laying out, which is most of the time that a long table takes. */
function cellHeight(kit: Kit, cell: string, width: number): number {
  const shown = readable(cell);
  const one = kit.currentLineHeight();
  if (shown.length * size.cell * 0.6 < width && !shown.includes('\n')) return one;
  return Math.min(kit.heightOfString(shown, { width }), one * mostLines);
}

function writeRow(
  paper: Paper,
  table: Structure,
  columns: readonly PdfColumn[],
  cells: readonly string[],
  isHead: boolean,
): void {
  const { kit } = paper;
  const height = rowHeight(kit, columns, cells, isHead);
  const row = kit.struct('TR');
  table.add(row);
  let left = page.left;
  const textWidths = textWidthsOf(columns);
  for (const [index, width] of widthsOf(columns).entries()) {
    const tag = isHead || (index === 0 && columns[0]?.label === '') ? 'TH' : 'TD';
    const content = kit.markStructureContent(tag);
    setFont(kit, { size: size.cell, bold: tag === 'TH' });
    kit.fillColor(isHead ? soft : ink).text(readable(cells[index] ?? ''), left + padding, paper.y + padding, {
      width: textWidths[index] ?? 0,
      height: height - 2 * padding,
      align: columns[index]?.numeric ? 'right' : 'left',
      ellipsis: true,
    });
    kit.endMarkedContent();
    row.add(kit.struct(tag, {}, [content]));
    left += width;
  }
  row.end();
  paper.y += height;
  kit.markContent('Artifact', { type: 'Layout' });
  kit
    .moveTo(page.left, paper.y)
    .lineTo(page.width - page.right, paper.y)
    .lineWidth(0.5)
    .strokeColor(line)
    .stroke();
  kit.endMarkedContent();
}

function writeFooters(kit: Kit, footer: PdfParts['footer']): void {
  const { start, count } = kit.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    kit.switchToPage(start + index);
    kit.page.margins.bottom = 0;
    kit.markContent('Artifact', { type: 'Pagination' });
    setFont(kit, { size: size.footer, bold: false });
    kit.fillColor(soft).text(readable(footer(index + 1, count)), page.left, page.height - 34, {
      width: inner,
      lineBreak: false,
    });
    kit.endMarkedContent();
  }
}

const beyondLatin: Readonly<Record<string, string>> = { '\u2212': '-', '\u00a0': ' ', '\u2011': '-' };

/** The characters of the fonts that every reader has (Windows-1252). */
function readable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u2212\u00a0\u2011]/g, (found) => beyondLatin[found] ?? '?')
    .replaceAll(
      /[^\n\u0020-\u007e\u00a1-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/gu,
      '?',
    );
}
