import { type Html, formatInstant, html, join, type MessageKey, type Page, type Visit } from '#platform';
import { badge, card, notice, page } from '#web/layout';
import type { InboxMessage, Mailbox } from './mailbox.ts';

const refreshSeconds = 10;

/** The inbox for people, and the same list for programs. */
export function inboxPages(mailbox: Mailbox): Page[] {
  return [
    {
      path: '/',
      access: 'public',
      get: (visit) => {
        const to = addressAsked(visit);
        const still = visit.context.req.query('refresh') === 'off';
        if (!still) visit.context.header('Refresh', String(refreshSeconds));
        return visit.html(inboxPage(visit, { messages: mailbox.list(to), to, still }));
      },
    },
    {
      path: '/api/messages',
      access: 'machine',
      get: (visit) =>
        visit.context.json(mailbox.list(addressAsked(visit)).map(asJson), 200, {
          'Cache-Control': 'no-store',
          'X-Content-Type-Options': 'nosniff',
        }),
    },
  ];
}

function addressAsked(visit: Visit): string | undefined {
  return visit.context.req.query('to')?.trim() || undefined;
}

function asJson({ channel, to, subject, text, state, sentAt }: InboxMessage) {
  return { channel, to, subject, text, state, sentAt: sentAt.toISOString() };
}

type InboxView = {
  readonly messages: readonly InboxMessage[];
  readonly to: string | undefined;
  /** The page does not refresh itself, so that it can be read and typed into in peace. */
  readonly still: boolean;
};

function inboxPage(visit: Visit, { messages, to, still }: InboxView): Html {
  const { t } = visit;
  const query = new URLSearchParams({ ...(to ? { to } : {}), ...(still ? {} : { refresh: 'off' }) });
  const body = html`<h1>${t('inbox.title')}</h1>
    <p>${t('inbox.explanation')}</p>
    <p><a href="/?${query.toString()}">${t(still ? 'inbox.refresh_on' : 'inbox.refresh_off')}</a></p>
    <form method="get" action="/">
      <label for="to">${t('inbox.address')}</label>
      <input id="to" name="to" value="${to ?? ''}" autocomplete="off" />
      <button type="submit">${t('inbox.filter')}</button>
    </form>
    ${messages.length === 0 ? notice({ kind: 'info', body: html`${t('inbox.empty')}` }) : join(messages.map((message) => messageCard(visit, message)))}`;
  return page(visit, { title: t('inbox.title'), body });
}

function messageCard(visit: Visit, message: InboxMessage): Html {
  const { t } = visit;
  const state = t(`inbox.state.${message.state}` satisfies MessageKey);
  return card({
    title: message.subject ?? message.to,
    aside: badge(message.state === 'delivered' ? 'ok' : 'quiet', state),
    body: html`<p>
        ${t('inbox.line', {
          to: message.to,
          at: formatInstant(message.sentAt, t.language),
          via: message.via,
        })}
      </p>
      <pre>${message.text}</pre>`,
  });
}
