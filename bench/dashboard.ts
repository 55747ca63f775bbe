import { pagesAsDataGrow } from './member-pages.ts';

/** The member's pages at 10,000, 100,000 and a million members, as bytes over HTTP with a live session. */
export default function run(): Promise<void> {
  return pagesAsDataGrow(['/dashboard', '/contributions', '/balance', '/details', '/programmes']);
}
