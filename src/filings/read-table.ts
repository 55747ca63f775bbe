import { readRecords, splitRecord, UnreadableFileError } from '#members';
import { FileFault } from './file-fault.ts';
import { readSheetTable } from './read-sheet.ts';
import { fitsHeader } from './columns.ts';
import type { FilingFormat, FilingKind, OwnColumns } from './types.ts';

/** A line of a file: its cells trimmed; undefined when quotation marks stand where none may. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] | undefined };

/**
 * The lines of a file, the header first, as batches; one chunk is held at a time. Empty lines are passed over. Throws
 * FileFault when it is no such file, or its end is missing, or a part of a workbook unpacks to more than `mostUnpacked` bytes.
 */
export function readTable(
  format: FilingFormat,
  bytes: AsyncIterable<Buffer>,
  kind: FilingKind,
  own: OwnColumns,
  mostUnpacked?: number,
): AsyncGenerator<readonly TableRow[], void> {
  return format === 'csv'
    ? readCsvTable(bytes)
    : readSheetTable(bytes, (header) => fitsHeader(kind, header, own), mostUnpacked);
}

type Separator = ',' | ';' | '\t';
const separators: readonly Separator[] = [',', ';', '\t'];

/** Commas, semicolons (as spreadsheets set to Indonesian write them) or tabs: whichever the header has most of. */
function separatorOf(header: string): Separator {
  const counted = separators.map((separator) => ({ separator, count: header.split(separator).length }));
  return counted.toSorted((first, second) => second.count - first.count)[0]?.separator ?? ',';
}

async function* readCsvTable(bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly TableRow[], void> {
  let separator: Separator | undefined;
  let width = 0;
  try {
    for await (const records of readRecords(bytes)) {
      const rows: TableRow[] = [];
      for (const { line, text, ended } of records) {
        separator ??= separatorOf(text);
        const cells = splitRecord(text, separator)?.map(cleaned);
        width ||= cells?.length ?? 0;
        // The last line without a line end is whole when it has all its cells and something stands in the last one.
        if (!ended && (!cells || cells.length < width)) throw new FileFault('cut_short', line);
        rows.push({ line, cells });
      }
      yield rows;
    }
  } catch (error) {
    throw faultOf(error);
  }
  if (width === 0) throw new FileFault('empty');
}

function faultOf(error: unknown): unknown {
  if (!(error instanceof UnreadableFileError)) return error;
  return error.fault === 'wrong_header' ? error : new FileFault(error.fault, error.line);
}

function cleaned(cell: string): string {
  return cell.trim().normalize('NFC');
}
