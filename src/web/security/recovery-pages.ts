import type { Page } from '#platform';
import { forgotPages } from './forgot-pages.ts';
import { resetPages } from './reset-pages.ts';
import type { SecurityServices } from './services.ts';

/** The ways back into an account, for people who are not signed in. */
export function recoveryPages(services: SecurityServices): readonly Page[] {
  return [...forgotPages(services), ...resetPages(services)];
}
