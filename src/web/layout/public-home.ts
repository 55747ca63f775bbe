import { type Html, html, type Page, type Visit } from '#platform';
import { linkButton } from './form-parts.ts';
import { card } from './parts.ts';
import { page } from './page.ts';

type Link = { readonly href: string; readonly label: string };

export type HomeParts = {
  readonly title: string;
  readonly lead: string;
  readonly signIn: Link;
  readonly links: readonly Link[];
  readonly about: { readonly title: string; readonly body: Html };
};

/** The public home of a face: one action, what else people look for, and one thing to know. Who is signed in goes on. */
export function publicHome(inside: string, partsFor: (visit: Visit) => HomeParts): Page {
  return {
    path: '/',
    access: 'public',
    get: (visit) => {
      if (visit.session) return visit.redirect(inside);
      const { title, lead, signIn, links, about } = partsFor(visit);
      const body = html`<h1>${title}</h1>
        <p class="lead">${lead}</p>
        ${card({
          body: html`${linkButton(signIn)}
            <ul class="links">
              ${links.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}
            </ul>`,
        })}
        ${card(about)}`;
      return visit.html(page(visit, { title, body }));
    },
  };
}

/** Where people sign in, to be compared with what the browser shows. */
export function signInAddress({ config }: Visit): Html {
  return html`<strong class="nowrap">${new URL(config.origins.sso).host}</strong>`;
}
