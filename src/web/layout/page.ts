import { type Html, html, join, nothing, trustedHtml, type Visit, type VisitFrame } from '#platform';
import { iconAddress, scriptAddress } from './assets.ts';
import { brandMark } from './brand.ts';
import { languageSwitch } from './language-switch.ts';
import { notice } from './parts.ts';
import { sessionBar, sessionWarning } from './session-bar.ts';
import { styleSheet } from './styles.ts';
import { supportLine } from './support.ts';

export type MenuEntry = VisitFrame['menu'][number];

export type PageParts = {
  /** Shown in the browser's tab, and as the page's heading unless the body brings its own `<h1>`. */
  readonly title: string;
  readonly body: Html;
  /** Which menu entry is current, when it is not the face's own menu; the menu shows only with a session. */
  readonly menu?: readonly MenuEntry[];
  /** `narrow` (the default) for sign-in and single-action pages, `wide` for the member's pages. */
  readonly width?: 'narrow' | 'wide';
  /** Address (path) that logs out with a POST, when not the face's own; shown with the session's visible end time. */
  readonly signOut?: string;
  /** Where the language switch leads when this page answers a POST to an address that has no GET. */
  readonly languageAddress?: string;
};

/** A whole page. Without JavaScript everything on it works; the session's end is a time to read. */
export function page(visit: Visit, parts: PageParts): Html {
  const { config, t } = visit;
  const wide = parts.width === 'wide';
  const { menu: entries = [], signOut } = { ...visit.frame, ...parts };
  const whole = html`<!doctype html>
    <html lang="${t.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${parts.title} · ${config.BRAND_NAME}</title>
        <meta name="theme-color" content="${config.BRAND_COLOUR}" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" type="image/svg+xml" href="${iconAddress(config)}" />
        ${styleSheet(config).element} ${scriptElement(visit)}
      </head>
      <body>
        <a class="skip" href="#content">${t('layout.skip')}</a>
        <header class="head">
          ${config.DEMO ? html`<div class="demo">${t('app.demo_banner')}</div>` : nothing}
          <div class="frame">
            <a class="brand" href="/">${trustedHtml(brandMark(config.BRAND_COLOUR))}${config.BRAND_NAME}</a>
            <div class="tools">
              <a href="/help">${t('layout.help')}</a>${languageSwitch(visit, parts.languageAddress)}
            </div>
            ${sessionBar(visit, signOut)}
          </div>
        </header>
        ${visit.session && entries.length > 0 ? menu(visit, entries) : nothing} ${announced(visit)}
        <main id="content" class="frame${wide ? '' : ' narrow'}" tabindex="-1">
          ${parts.body.includes('<h1') ? nothing : html`<h1>${parts.title}</h1>`} ${parts.body}
        </main>
        <footer class="foot"><div class="frame">${supportLine(visit)}</div></footer>
        ${sessionWarning(visit, signOut)}
      </body>
    </html>`;
  return config.DEMO && t.language === 'en' ? markedInEnglish(whole) : whole;
}

/** The names of the demonstration carry their mark as data; what a form would send back stays as it is. */
function markedInEnglish(whole: Html): Html {
  return trustedHtml(whole.toString().replaceAll(/\(contoh\)(?=[^<>]*<)/g, '(example)'));
}

/** Maintenance ahead and trouble; on every page, so that nobody types a long form for nothing. */
function announced({ t, announcements }: Visit): Html {
  if (announcements.length === 0) return nothing;
  const notices = announcements.map(({ kind, text, href }) =>
    notice({
      kind,
      standing: true,
      body: html`<p>${text} <a href="${href}">${t('layout.announcement_more')}</a></p>`,
    }),
  );
  return html`<aside class="frame" aria-label="${t('layout.announcements')}">${notices}</aside>`;
}

/** The texts and the server's time that the script needs ride on its own element. */
function scriptElement(visit: Visit): Html {
  const { t } = visit;
  return html`<script
    src="${scriptAddress()}"
    defer
    data-now="${visit.now.toISOString()}"
    data-show="${t('layout.show_password')}"
    data-hide="${t('layout.hide_password')}"
    data-wait="${t('layout.button_waits', { label: '{label}', seconds: '{seconds}' })}"
  ></script>`;
}

function menu(visit: Visit, entries: readonly MenuEntry[]): Html {
  const items = entries.map(
    (entry) =>
      html`<li>
        <a href="${entry.href}" ${entry.current ? trustedHtml(' aria-current="page"') : nothing}
          >${entry.label}</a
        >
      </li>`,
  );
  return html`<nav class="menu" aria-label="${visit.t('layout.menu')}">
    <div class="frame">
      <ul>
        ${join(items)}
      </ul>
    </div>
  </nav>`;
}
