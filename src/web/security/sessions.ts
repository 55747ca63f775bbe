import {
  deviceName,
  type AccountServices,
  endOneSession,
  endOtherSessions,
  forgetKnownDevice,
  forgetRememberedBrowsers,
  type KnownDevice,
  knownDevicesOf,
  liveSessionsOf,
  originOf,
  type RememberedBrowser,
  rememberedBrowsersOf,
  type SessionView,
} from '#accounts';
import { isId } from '#kernel';
import { type FormFields, formatInstant, type Html, html, nothing, type Page, type Visit } from '#platform';
import { badge, button, card, form, notice } from '#web/layout';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/sessions';

/** Where the account is signed in, and which browsers are remembered; each can be ended from here (G15). */
export function sessionsPage({ accounts }: SecurityServices): Page {
  return {
    path: address,
    access: 'owner',
    get: async (visit) => {
      const { accountId } = liveSessionOf(visit);
      const sessions = await liveSessionsOf(accounts.database, accountId, visit.now);
      const remembered = await rememberedBrowsersOf(accounts.database, accountId, visit.now);
      const known = await knownDevicesOf(accounts.database, accountId, visit.now, originOf(visit));
      return securityPage(visit, address, {
        title: visit.t('security.sessions.title'),
        body: sessionsBody(visit, { sessions, remembered, known }),
      });
    },
    post: async (visit, sent) => {
      await act({ accounts }, visit, sent);
      return visit.redirect(`${address}?done=1`);
    },
  };
}

async function act(
  { accounts }: Pick<SecurityServices, 'accounts'>,
  visit: Visit,
  sent: FormFields,
): Promise<void> {
  const session = liveSessionOf(visit);
  const { end = '' } = sent;
  if (end === 'others') await endOtherSessions(accounts, session, originOf(visit));
  else if (end === 'remembered') await forgetRememberedBrowsers(accounts, session, originOf(visit));
  else if (end.startsWith('device/')) await forgetDevice(accounts, visit, end.slice('device/'.length));
  else if (isId(end) && end !== session.sessionId)
    await endOneSession(accounts, session, end, originOf(visit));
}

async function forgetDevice(accounts: AccountServices, visit: Visit, deviceId: string): Promise<void> {
  const { accountId } = liveSessionOf(visit);
  const by = { accountId, origin: originOf(visit), now: visit.now };
  if (isId(deviceId)) await accounts.database.transaction((tx) => forgetKnownDevice(tx, by, deviceId));
}

type Shown = {
  readonly sessions: readonly SessionView[];
  readonly remembered: readonly RememberedBrowser[];
  readonly known: readonly KnownDevice[];
};

function sessionsBody(visit: Visit, { sessions, remembered, known }: Shown): Html {
  const { t } = visit;
  const here = liveSessionOf(visit).sessionId;
  const others = sessions.filter(({ sessionId }) => sessionId !== here);
  return html`<p class="lead">${t('security.sessions.lead')}</p>
    ${
      visit.context.req.query('done') === '1'
        ? notice({ kind: 'ok', body: html`<p>${t('security.sessions.done')}</p>` })
        : nothing
    }
    ${sessions.filter(({ sessionId }) => sessionId === here).map((session) => sessionCard(visit, session, true))}
    ${others.map((session) => sessionCard(visit, session, false))}
    ${others.length === 0 ? html`<p class="soft">${t('security.sessions.only_this')}</p>` : nothing}
    ${others.length > 1 ? endForm(visit, 'others', t('security.sessions.end_others')) : nothing}
    ${knownCard(visit, known)} ${rememberedCard(visit, remembered)}
    <p>
      ${t.html('security.sessions.unknown', { activity: html`<a href="/security/activity">${t('security.menu.activity')}</a>` })}
    </p>`;
}

function sessionCard(visit: Visit, session: SessionView, here: boolean): Html {
  const { t } = visit;
  return card({
    title: deviceName(visit, session.userAgent),
    ...(here ? { aside: badge('ok', t('security.sessions.here')) } : {}),
    body: html`<p>
        ${t('security.sessions.signed_in', { time: formatInstant(session.signedInAt, t.language, visit.session?.timeZone) })}<br />${t(
          'security.sessions.last_seen',
          { time: formatInstant(session.lastSeenAt, t.language, visit.session?.timeZone) },
        )}<br /><span class="soft">${t('security.sessions.address', { address: session.address })}</span>
      </p>
      ${session.shared ? html`<p class="soft">${t('security.sessions.shared')}</p>` : nothing}
      ${here ? nothing : endForm(visit, session.sessionId, t('security.sessions.end'))}`,
  });
}

/** Browsers that no stranger's wrong passwords lock out. */
function knownCard(visit: Visit, known: readonly KnownDevice[]): Html {
  const { t } = visit;
  const rows = known.map((device) => {
    const time = formatInstant(device.lastUsedAt, t.language, visit.session?.timeZone);
    return html`<li>
      <p>
        ${deviceName(visit, device.userAgent)}
        ${device.isThisOne ? badge('ok', t('security.sessions.here')) : nothing}<br /><span class="small soft"
          >${t('security.sessions.last_seen', { time })}</span
        >
      </p>
      ${endForm(visit, `device/${device.deviceId}`, t('security.sessions.forget_device'))}
    </li>`;
  });
  return card({
    title: t('security.sessions.known'),
    body: html`<p>${t('security.sessions.known_text')}</p>
      ${
        rows.length === 0
          ? html`<p class="soft">${t('security.sessions.known_none')}</p>`
          : html`<ul class="rows">
              ${rows}
            </ul>`
      }`,
  });
}

function rememberedCard(visit: Visit, remembered: readonly RememberedBrowser[]): Html {
  const { t } = visit;
  const rows = remembered.map(
    (browser) =>
      html`<li>
        ${deviceName(visit, browser.userAgent)}
        <span class="soft"
          >${t('security.sessions.remembered_until', { time: formatInstant(browser.until, t.language, visit.session?.timeZone) })}</span
        >
      </li>`,
  );
  return card({
    title: t('security.sessions.remembered'),
    body: html`<p>${t('security.sessions.remembered_text')}</p>
      ${
        rows.length === 0
          ? html`<p class="soft">${t('security.sessions.remembered_none')}</p>`
          : html`<ul>
                ${rows}
              </ul>
              ${endForm(visit, 'remembered', t('security.sessions.forget'))}`
      }`,
  });
}

function endForm(visit: Visit, end: string, label: string): Html {
  return form(visit, {
    action: address,
    body: html`<input type="hidden" name="end" value="${end}" />${button({ label, kind: 'secondary' })}`,
  });
}
