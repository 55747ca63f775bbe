import type { ClerkRights } from '#filings';
import { type Html, html, type Visit } from '#platform';
import { button, form } from '#web/layout';
import { addressOf, type AtWork } from './frame.ts';
import { isStrong } from './strong.ts';

/** Who may approve changes clerks, signed in with a strong factor. */
export const mayChange = (visit: Visit, { clerk }: AtWork) => clerk.mayApprove && isStrong(visit);

export function rightsWords({ t }: Visit, { mayFile, mayApprove }: ClerkRights): string {
  if (mayFile && mayApprove) return t('employer.rights.both');
  return t(mayFile ? 'employer.rights.file' : 'employer.rights.approve');
}

/** One small form, about one clerk or invitation. */
export function one(visit: Visit, { employer }: AtWork, id: string, name: string, label: string): Html {
  return form(visit, {
    action: addressOf(employer, '/clerks'),
    body: html`<input
        type="hidden"
        name="id"
        value="${id}"
      />${button({ label, kind: 'link', name, value: 'on' })}`,
  });
}
