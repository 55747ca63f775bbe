import { columnName, type Filing, type FilingKind, type RefusedRow } from '#filings';
import type { Html, Visit } from '#platform';
import { labelOf, typedReason } from './form-words.ts';
import { badge, type Tone } from '#web/layout';

export const kindName = ({ t }: Visit, kind: FilingKind): string => t(`employer.kind.${kind}`);

const tones = {
  received: 'warn',
  unreadable: 'bad',
  checked: 'warn',
  approved: 'warn',
  counted: 'ok',
  withdrawn: 'quiet',
} as const satisfies Record<Filing['state'], Tone>;

export function stateBadge({ t }: Visit, { state }: Filing): Html {
  return badge(tones[state], t(`employer.state.${state}`));
}

/** What is wrong with a row and what to do, in one line. */
export function reasonWords({ t }: Visit, { reason }: RefusedRow): string {
  return t(`filing.reason.${reason}`);
}

/** Whether it was typed on a form of new workers or exits, whose fields have names and words of their own. */
export const isTyped = ({ source, kind }: Filing): boolean => source === 'form' && kind !== 'wages';

/** The same for a row that was typed: which field it is, and what to do there. */
export function typedWords(visit: Visit, filing: Filing, refused: RefusedRow): readonly [string, string] {
  const label = labelOf(visit, refused.column) ?? columnWords(visit, filing, refused);
  return [label, typedReason(visit, refused.reason)];
}

/** The column as the employer's files call it, or else ours; the whole row where no column is at fault. */
export function columnWords({ t }: Visit, { kind, ownColumns }: Filing, { column }: RefusedRow): string {
  return column === '' ? t('employer.whole_row') : (ownColumns?.[column] ?? columnName(kind, column));
}
