import { pagesAsDataGrow, type PageSet } from './member-pages.ts';
import { statementPages } from './statement.ts';

const dashboardPages: PageSet = {
  name: 'dashboard',
  pages: ['/dashboard', '/contributions', '/balance', '/details', '/programmes'],
};

/** The member's pages at 10,000, 100,000 and a million members, as bytes over HTTP with a live session; in the same worlds the statement, when it is asked for too. */
export default function run(names: readonly string[]): Promise<void> {
  return pagesAsDataGrow(names.includes('statement') ? [dashboardPages, statementPages()] : [dashboardPages]);
}
