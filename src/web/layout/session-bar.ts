import { formatTime, type Html, html, nothing, type Visit, type VisitSession } from '#platform';
import { sessionMark } from './session-mark.ts';

/** When the session ends and the way out, on every signed-in page. */
export function sessionBar(visit: Visit, signOut: string | undefined): Html {
  const { session, t } = visit;
  if (!session) return nothing;
  return html`<div class="session">
    <span>${t.html('layout.session_ends', { time: sessionTime(visit, session) })}</span
    >${signOut ? signOutForm(visit, signOut) : nothing}
  </div>`;
}

function sessionTime({ t }: Visit, { endsAt, timeZone }: VisitSession): Html {
  return html`<time class="nowrap" datetime="${endsAt.toISOString()}"
    >${formatTime(endsAt, t.language, timeZone)}</time
  >`;
}

function signOutForm(visit: Visit, action: string): Html {
  return html`<form method="post" action="${action}">
    ${visit.formFields()}<button class="button link">${visit.t('layout.sign_out')}</button>
  </form>`;
}

/**
 * The warning that the script opens before the end, and the cover that it lays over the page at the end. It never
 * asks the server by itself: two open tabs would keep each other alive.
 */
export function sessionWarning(visit: Visit, signOut: string | undefined): Html {
  const { session, t, config } = visit;
  if (!session || !signOut) return nothing;
  return html`<dialog
    id="session-warning"
    role="alertdialog"
    aria-labelledby="session-title"
    aria-describedby="session-text"
    data-ends-at="${session.endsAt.toISOString()}"
    data-session="${sessionMark(session.sessionId)}"
    data-warning-seconds="${config.SESSION_WARNING_SECONDS}"
  >
    <div data-part="warning">
      <h2 id="session-title">${t('layout.warning_title')}</h2>
      <p id="session-text">${t.html('layout.warning_text', { time: sessionTime(visit, session) })}</p>
      <button type="button" class="button">${t('layout.warning_stay')}</button>
    </div>
    <div data-part="ended" hidden>
      <h2 id="ended-title">${t('layout.ended_title')}</h2>
      <p id="ended-text">${t('layout.ended_text')}</p>
      <a class="button" href="">${t('layout.ended_again')}</a>
    </div>
  </dialog>`;
}
