import type { IsoDate } from '#kernel';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';

type Due = { readonly dueOn: IsoDate; readonly dueDayExample?: boolean };

/** A due day; one that a made-up holiday moves is marked. */
export function dueDay({ t }: Visit, { dueOn, dueDayExample }: Due): string {
  const date = formatDate(dueOn, t.language);
  return dueDayExample ? t('layout.due_example', { date }) : date;
}

/** What the mark means, below. */
export function dueDayNote({ t }: Visit, { dueDayExample }: Pick<Due, 'dueDayExample'>): Html {
  return dueDayExample ? html`<p class="small soft">${t('layout.due_example_note')}</p>` : nothing;
}
