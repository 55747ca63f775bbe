import { columnName, type Filing, type FilingKind, type RefusedRow } from '#filings';
import type { Html, Visit } from '#platform';
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

/** The column as the employer's files call it, or else ours; the whole row where no column is at fault. */
export function columnWords({ t }: Visit, { kind, ownColumns }: Filing, { column }: RefusedRow): string {
  return column === '' ? t('employer.whole_row') : (ownColumns?.[column] ?? columnName(kind, column));
}
