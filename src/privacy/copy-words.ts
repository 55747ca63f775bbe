import { type IsoDate, isoDate, type TimeZoneName } from '#kernel';
import {
  formatDate,
  formatInstant,
  formatRupiah,
  isMessageKey,
  type PdfBlock,
  type PdfColumn,
  type Translate,
} from '#platform';

export type Words = ReturnType<typeof wordsFor>;

export function wordsFor(t: Translate, zone: TimeZoneName) {
  return {
    t,
    at: (instant: string | undefined) =>
      instant === undefined ? '' : formatInstant(new Date(instant), t.language, zone),
    day: (day: string | undefined) =>
      day === undefined ? '' : formatDate(isoDate(day) satisfies IsoDate, t.language, 'medium'),
    money: (amount: number | undefined) =>
      amount === undefined ? '' : formatRupiah(BigInt(amount), t.language),
    /** The word for a closed name, or the name itself where it has none. */
    name: (prefix: string, closed: string) => {
      const key = `${prefix}.${closed}`;
      return isMessageKey(key) ? t(key) : closed;
    },
  };
}

/** A heading with its table, or with the sentence that there is nothing. */
export function listed(
  { t }: Words,
  heading: string,
  columns: readonly PdfColumn[],
  rows: readonly (readonly string[])[],
): PdfBlock[] {
  const body: PdfBlock =
    rows.length === 0 ? { kind: 'text', text: t('privacy.copy.none') } : { kind: 'table', columns, rows };
  return [{ kind: 'heading', text: heading }, body];
}

/** Values with their labels, one a line; what is not known is left out. */
export function labelled(rows: readonly (readonly [string, string])[]): string {
  return rows.flatMap(([label, value]) => (value === '' ? [] : [`${label}: ${value}`])).join('\n');
}
