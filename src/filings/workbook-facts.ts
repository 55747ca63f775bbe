import { FileFault } from './file-fault.ts';
import { type ElementHandlers, notAWorkbook, type Workbook } from './workbook-parts.ts';

/** More text than any file of employers holds; it has to be at hand while the sheet is read. */
const mostTexts = 2_000_000;
const mostCharacters = 40_000_000;
/** More than a spreadsheet lets anybody put into a cell. */
const longestText = 40_000;

async function readWhole(workbook: Workbook, name: string, handlers: ElementHandlers): Promise<void> {
  for await (const _ of workbook.read(name, handlers));
}

/** The texts that cells point at; none in a workbook that keeps them in its cells. */
export async function readSharedTexts(workbook: Workbook): Promise<readonly string[]> {
  const texts: string[] = [];
  const name = 'xl/sharedStrings.xml';
  if (!workbook.has(name)) return texts;
  let current = '';
  let characters = 0;
  let inText = false;
  // A reading aid (rPh) stands beside the text and is none of it.
  let aid = false;
  await readWhole(workbook, name, {
    open: (element) => {
      if (element === 'si') current = '';
      else if (element === 'rPh') aid = true;
      else if (element === 't') inText = !aid;
    },
    text: (text) => {
      if (inText) current += text;
      // A cell that points at a longer one would bring it along, and there may be millions of them.
      if (current.length > longestText) throw new FileFault('workbook_too_large');
    },
    close: (element) => {
      if (element === 't') inText = false;
      else if (element === 'rPh') aid = false;
      else if (element === 'si') {
        characters += current.length;
        if (texts.length >= mostTexts || characters > mostCharacters)
          throw new FileFault('workbook_too_large');
        texts.push(current.trim().normalize('NFC'));
      }
    },
  });
  return texts;
}

/** Formats that show a day among those that have no text of their own (ECMA-376 §18.8.30). */
const builtInDays = new Set([14, 15, 16, 17, 22]);

/**
 * What stands in quotation marks or brackets is shown as it is and names no part of a day. Sign by sign: a pattern would begin
 * anew at each bracket of a format that is nothing but brackets.
 */
function showsDay(formatCode: string): boolean {
  let until: string | undefined;
  for (const sign of formatCode) {
    if (until !== undefined) {
      if (sign === until) until = undefined;
    } else if (sign === '"') until = '"';
    else if (sign === '[') until = ']';
    else if (/[dy]/i.test(sign)) return true;
  }
  return false;
}

/** The styles of cells that show a number as a day. */
export async function dateStyles(workbook: Workbook): Promise<ReadonlySet<number>> {
  const days = new Set<number>();
  const name = 'xl/styles.xml';
  if (!workbook.has(name)) return days;
  const ownDays = new Set<number>();
  let inCells = false;
  let style = 0;
  await readWhole(workbook, name, {
    open: (element, { numFmtId = '0', formatCode = '' }) => {
      if (element === 'cellXfs') inCells = true;
      else if (element === 'numFmt' && showsDay(formatCode)) ownDays.add(Number(numFmtId));
      else if (element === 'xf' && inCells) {
        if (builtInDays.has(Number(numFmtId)) || ownDays.has(Number(numFmtId))) days.add(style);
        style += 1;
      }
    },
    close: (element) => {
      if (element === 'cellXfs') inCells = false;
    },
  });
  return days;
}

export async function usesDatesFrom1904(workbook: Workbook): Promise<boolean> {
  let found = false;
  await readWhole(workbook, 'xl/workbook.xml', {
    open: (element, { date1904 }) => {
      if (element === 'workbookPr') found = date1904 === '1' || date1904 === 'true';
    },
  });
  return found;
}

/** The parts that hold the sheets, in the order of the tabs. */
export async function sheetsOf(workbook: Workbook): Promise<string[]> {
  const targets = new Map<string, string>();
  await readWhole(workbook, 'xl/_rels/workbook.xml.rels', {
    open: (element, { Id, Target }) => {
      if (element === 'Relationship' && Id && Target) targets.set(Id, Target);
    },
  });
  const names: string[] = [];
  await readWhole(workbook, 'xl/workbook.xml', {
    open: (element, attributes) => {
      if (element !== 'sheet') return;
      const target = targets.get(attributes['r:id'] ?? '');
      if (target) names.push(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  // A sheet that is listed a thousand times is still one.
  const there = [...new Set(names)].filter((name) => workbook.has(name));
  if (there.length === 0) throw notAWorkbook();
  return there;
}
