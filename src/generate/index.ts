/** Made-up populations as files that can be imported, and the members of the demonstration. */
export { type CastMember, demonstrationCast } from './cast.ts';
export { defaultUntil, generate, type GenerateOptions } from './generate.ts';
export { generateApart } from './generate-apart.ts';
export type { Summary, SummaryLine } from './summary.ts';
