import { formatInstant, type Html, html, join, type MessageKey, type Page, type Visit } from '#platform';
import { badge, button, card, field, notice, page } from '#web/layout';
import { bankPage } from './bank-page.ts';
import type { InboxMessage, Mailbox } from './mailbox.ts';

const refreshSeconds = 10;

/** The inbox for people, and the same list for programs. */
export function inboxPages(mailbox: Mailbox): Page[] {
  return [
    { path: '/', access: 'public', get: (visit) => showInbox(visit, mailbox) },
    bankPage(),
    { path: '/api/messages', access: 'machine', get: (visit) => listMessages(visit, mailbox) },
    // The head of every page names its help, which is at home on the member's pages.
    {
      path: '/help',
      access: 'public',
      get: (visit) => visit.redirect(`${visit.config.origins.portal}/help`),
    },
    {
      path: '/help/:topic',
      access: 'public',
      get: (visit) => visit.redirect(`${visit.config.origins.portal}${visit.context.req.path}`),
    },
  ];
}

function addressAsked(visit: Visit): string | undefined {
  return visit.context.req.query('to')?.trim() || undefined;
}

/** GET /api/messages?to=…: {channel, to, subject, text, state, sentAt}, newest first, at most 100. */
function listMessages(visit: Visit, mailbox: Mailbox): Response {
  const messages = mailbox.list(addressAsked(visit)).map(({ channel, to, subject, text, state, sentAt }) => ({
    channel,
    to,
    subject,
    text,
    state,
    sentAt: sentAt.toISOString(),
  }));
  return visit.context.json(messages, 200, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
}

function showInbox(visit: Visit, mailbox: Mailbox): Response {
  const { t } = visit;
  const to = addressAsked(visit);
  // A page that stands still can be read and typed into in peace (WCAG 2.2.1).
  const still = visit.context.req.query('refresh') === 'off';
  if (!still) visit.context.header('Refresh', String(refreshSeconds));
  const other = new URLSearchParams({ ...(to ? { to } : {}), ...(still ? {} : { refresh: 'off' }) });
  const messages = mailbox.list(to);
  const body = html`<h1>${t('inbox.title')}</h1>
    <p class="lead">${t('inbox.explanation')}</p>
    <p><a href="/bank">${t('inbox.to_bank')}</a></p>
    <p class="small">
      ${t(still ? 'inbox.still' : 'inbox.refreshing', { seconds: refreshSeconds })}
      <a href="/?${other.toString()}"
        >${t(still ? 'inbox.refresh' : 'inbox.stop', { seconds: refreshSeconds })}</a
      >
    </p>
    ${filter(visit, to, still)}
    ${
      messages.length === 0
        ? notice({ kind: 'info', body: html`${t(to ? 'inbox.none_for_address' : 'inbox.empty')}` })
        : join(messages.map((message) => messageCard(visit, message)))
    }`;
  return visit.html(page(visit, { title: t('inbox.title'), body }));
}

function filter(visit: Visit, to: string | undefined, still: boolean): Html {
  const { t } = visit;
  const parts = { name: 'to', label: t('inbox.address'), autocomplete: 'off', value: to ?? '' };
  const body = html`<form method="get" action="/">
    ${still ? html`<input type="hidden" name="refresh" value="off" />` : ''} ${field(visit, parts)}
    ${button({ label: t('inbox.filter'), kind: 'secondary' })}
  </form>`;
  return card({ body });
}

function messageCard(visit: Visit, message: InboxMessage): Html {
  const { t } = visit;
  const state = t(`inbox.state.${message.state}` satisfies MessageKey);
  return card({
    title: message.subject ?? t(message.channel === 'whatsapp' ? 'inbox.whatsapp' : 'inbox.sms'),
    aside: badge(message.state === 'delivered' ? 'ok' : 'quiet', state),
    body: html`<p class="small soft">
        ${t.html('inbox.line', {
          to: html`<a href="/?${new URLSearchParams({ to: message.to }).toString()}">${message.to}</a>`,
          at: formatInstant(message.sentAt, t.language),
          via: message.via,
        })}
      </p>
      ${paragraphs(message.text)}`,
  });
}

/** The text as it came: an empty line begins a paragraph, a line stays a line. */
function paragraphs(text: string): Html {
  return join(
    text
      .trim()
      .split(/\n{2,}/)
      .map((paragraph) => {
        const lines = paragraph
          .split('\n')
          .map((line, index) => html`${index === 0 ? '' : html`<br />`}${line.trim()}`);
        return html`<p>${join(lines)}</p>`;
      }),
  );
}
