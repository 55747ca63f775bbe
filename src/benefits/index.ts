/** What a programme covers and whether this person is covered. */
export { type Coverage, coverageOf } from './coverage.ts';
