import type { AccountServices } from '#accounts';
import { AppError } from '#kernel';
import { doNotKeep, formatInstant, type Html, html, nothing, type Visit } from '#platform';
import type { Asker } from '#privacy';
import { card, linkButton } from '#web/layout';
import { confirmAddress } from './confirmed-here.ts';
import { memberPage } from './frame.ts';

export type DataServices = AccountServices;

/** Who asks on these pages; an account without a person on the register has rights over its data too. */
export function askerOf({ session, address, userAgent }: Visit): Asker {
  if (!session) throw new AppError('bug', 'a page of a member without a session');
  return { accountId: session.accountId, personId: session.personId, address, userAgent };
}

/** A page of "My data", with the way back to all rights. */
export function dataPage(
  visit: Visit,
  parts: { readonly title: string; readonly lead?: string; readonly body: Html; readonly address: string },
  failed = false,
): Response {
  const { t } = visit;
  const back =
    parts.address === '/data' ? html`` : html`<p class="eyebrow"><a href="/data">${t('data.title')}</a></p>`;
  const body = html`${back}
    <h1>${parts.title}</h1>
    ${parts.lead === undefined ? nothing : html`<p class="lead">${parts.lead}</p>`} ${parts.body}`;
  const answer = memberPage(visit, '/details', { title: parts.title, body }, failed ? 422 : 200);
  return doNotKeep(answer);
}

export const instant = ({ t, session }: Visit, at: Date) => formatInstant(at, t.language, session?.timeZone);

export function confirmFirstCard(visit: Visit, to: string): Html {
  const { t } = visit;
  return card({
    body: html`<p>${t('data.confirm_text')}</p>
      ${linkButton({ href: confirmAddress(visit, to), label: t('data.confirm') })}`,
  });
}
