import { type Html, html, nothing, type Visit } from '#platform';
import { helpAddress } from './help-topics.ts';
import { card } from './parts.ts';

/** What became of the other services after logging out, by their names; nothing when there were none. */
export function closedServices(
  { t }: Visit,
  told: { readonly closed: readonly string[]; readonly open: readonly string[] } | undefined,
): Html {
  const { closed = [], open = [] } = told ?? {};
  const list = (names: readonly string[]) =>
    html`<ul>
      ${names.map((name) => html`<li>${name}</li>`)}
    </ul>`;
  return html`${
    closed.length > 0 ? card({ title: t('session.services_closed'), body: list(closed) }) : nothing
  }
  ${
    open.length > 0
      ? card({
          title: t('session.services_open'),
          body: html`${list(open)}
            <p>${t('session.services_open_text')}</p>
            <p><a href="${helpAddress('shared-device')}">${t('layout.help_on_this')}</a></p>`,
        })
      : nothing
  }`;
}
