import { type Config, type Html, html, type MessageKey, type Page, type Visit } from '#platform';
import { card, page, supportEmail, supportPhone } from '#web/layout';

type Section = {
  /** The anchor that other pages and errors link to. */
  readonly id: string;
  readonly title: MessageKey;
  readonly text: MessageKey;
  /** Steps are numbered, points are not. */
  readonly kind: 'steps' | 'points';
  readonly items: readonly MessageKey[];
};

const sections: readonly Section[] = [
  {
    id: 'sign-in',
    title: 'help.sign_in.title',
    text: 'help.sign_in.text',
    kind: 'steps',
    items: ['help.sign_in.1', 'help.sign_in.2', 'help.sign_in.3', 'help.sign_in.4'],
  },
  {
    id: 'forgot-password',
    title: 'help.forgot.title',
    text: 'help.forgot.text',
    kind: 'steps',
    items: ['help.forgot.1', 'help.forgot.2', 'help.forgot.3'],
  },
  {
    id: 'code',
    title: 'help.code.title',
    text: 'help.code.text',
    kind: 'steps',
    items: ['help.code.1', 'help.code.2', 'help.code.3', 'help.code.4'],
  },
  {
    id: 'closed',
    title: 'help.closed.title',
    text: 'help.closed.text',
    kind: 'points',
    items: ['help.closed.1', 'help.closed.2', 'help.closed.3'],
  },
  {
    id: 'shared-computer',
    title: 'help.shared.title',
    text: 'help.shared.text',
    kind: 'points',
    items: ['help.shared.1', 'help.shared.2', 'help.shared.3'],
  },
  {
    id: 'not-me',
    title: 'help.not_me.title',
    text: 'help.not_me.text',
    kind: 'steps',
    items: ['help.not_me.1', 'help.not_me.2'],
  },
  {
    id: 'safe',
    title: 'help.safe.title',
    text: 'help.safe.text',
    kind: 'points',
    items: ['help.safe.1', 'help.safe.2', 'help.safe.3', 'help.safe.4', 'help.safe.5'],
  },
];

/** Help for everybody, on every face at the same address; each section has an anchor that errors link to (G25). */
export function helpPages(): Page[] {
  return [{ path: '/help', access: 'public', get: (visit) => visit.html(helpPage(visit)) }];
}

function helpPage(visit: Visit): Html {
  const { t } = visit;
  const contents = sections.map(({ id, title }) => html`<li><a href="#${id}">${t(title)}</a></li>`);
  return page(visit, {
    title: t('help.title'),
    width: 'wide',
    body: html`<h1>${t('help.title')}</h1>
      <p class="lead">${t('help.lead')}</p>
      <div class="guide">
        <nav aria-label="${t('help.contents')}">
          <ul class="links">
            ${contents}
            <li><a href="#contact">${t('help.contact.title')}</a></li>
          </ul>
        </nav>
        <div>${sections.map((section) => helpSection(visit, section))} ${contactSection(visit)}</div>
      </div>`,
  });
}

function contactSection(visit: Visit): Html {
  const { t } = visit;
  return html`<div id="contact">
    ${card({
      title: t('help.contact.title'),
      body: html`<p>${t('help.contact.text')}</p>
        <p>${t.html('help.contact.phone', { phone: supportPhone(visit) })}</p>
        <p>${t.html('help.contact.email', { email: supportEmail(visit) })}</p>`,
    })}
  </div>`;
}

/** What the texts name: the true address, and the figures that an operator may set. */
function named(config: Config) {
  const minutes = (seconds: number) => Math.ceil(seconds / 60);
  return {
    address: html`<strong class="nowrap">${new URL(config.origins.sso).host}</strong>`,
    closed_minutes: minutes(config.PASSWORD_CLOSED_SECONDS),
    code_minutes: minutes(config.CODE_LIFE_SECONDS),
    gap_seconds: config.CODE_SEND_GAP_SECONDS,
    idle_minutes: minutes(config.SHARED_SESSION_IDLE_SECONDS),
    total_minutes: minutes(config.SHARED_SESSION_TOTAL_SECONDS),
  };
}

function helpSection(visit: Visit, section: Section): Html {
  const { t, config } = visit;
  const names = named(config);
  const items = section.items.map((key) => html`<li>${t.html(key, names)}</li>`);
  return html`<div id="${section.id}">
    ${card({
      title: t(section.title),
      body: html`<p>${t.html(section.text, names)}</p>
        ${
          section.kind === 'steps'
            ? html`<ol>
                ${items}
              </ol>`
            : html`<ul>
                ${items}
              </ul>`
        }`,
    })}
  </div>`;
}
