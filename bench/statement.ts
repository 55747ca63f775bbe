import { dayIn, yearOf } from '#kernel';
import { pagesAsDataGrow } from './member-pages.ts';

/** The yearly statement of the year before and of the running one, as a page and as a file, at 10,000, 100,000 and a million members. */
export default function run(): Promise<void> {
  const running = yearOf(dayIn(new Date()));
  return pagesAsDataGrow([
    `/balance/statement/${running - 1}`,
    `/balance/statement/${running - 1}/pdf`,
    `/balance/statement/${running}`,
    '/balance',
  ]);
}
