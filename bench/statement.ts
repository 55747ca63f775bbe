import { pagesAsDataGrow } from './member-pages.ts';

/** What a yearly statement is read from, at 10,000, 100,000 and a million members: the movements, and every month as a file. */
export default function run(): Promise<void> {
  return pagesAsDataGrow(['/balance', '/contributions.csv']);
}
