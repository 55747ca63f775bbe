import type { Filing } from '#filings';
import { type Html, html, nothing, type Visit } from '#platform';
import { notice } from '#web/layout';
import { addressOf, type AtWork } from './frame.ts';

/** Columns that were passed over because nobody knows them, and the way to say what they are. */
export function unknownColumns({ t }: Visit, { clerk, employer }: AtWork, filing: Filing): Html {
  const { state, source, unknownColumns: columns } = filing;
  const shown = source === 'file' && (state === 'checked' || state === 'unreadable');
  if (!shown || !columns || columns.length === 0) return nothing;
  const href = addressOf(employer, `/columns/${filing.kind}?filing=${filing.filingId}`);
  return notice({
    kind: 'info',
    body: html`<p>
        ${t(state === 'checked' ? 'employer.columns.passed_over' : 'employer.columns.unknown', { columns: columns.join(', ') })}
      </p>
      ${clerk.mayFile ? html`<p><a href="${href}">${t('employer.columns.say')}</a></p>` : nothing}`,
  });
}
