import { dayIn, yearOf } from '#kernel';
import { pagesAsDataGrow, type PageSet } from './member-pages.ts';

/** The yearly statement of the year before and of the running one, as a page and as a file. */
export function statementPages(): PageSet {
  const running = yearOf(dayIn(new Date()));
  const pages = [`${running - 1}`, `${running - 1}/pdf`, `${running}`].map(
    (name) => `/balance/statement/${name}`,
  );
  return { name: 'statement', pages: [...pages, '/balance'] };
}

/** At 10,000, 100,000 and a million members; with the dashboard, in its worlds. */
export default async function run(names: readonly string[]): Promise<void> {
  if (!names.includes('dashboard')) await pagesAsDataGrow([statementPages()]);
}
