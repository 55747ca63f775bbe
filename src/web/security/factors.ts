import {
  contactsFrozenUntil,
  type Factor,
  factorsOf,
  type FactorsView,
  isStrong,
  originOf,
  preferFactor,
} from '#accounts';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { badge, button, card, form, linkButton, notice } from '#web/layout';
import { securityPage } from './frame.ts';
import { addPasskeyAddress, passkeyList } from './passkey-list.ts';
import { readOnlyNotice } from './read-only.ts';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

/** GET /security/factors: what is on, what could be, and the recovery codes. */
export async function showFactors(services: SecurityServices, visit: Visit): Promise<Response> {
  const { accounts } = services;
  const { accountId } = liveSessionOf(visit);
  const view = await factorsOf(accounts, accountId);
  const frozen = await contactsFrozenUntil(accounts, accountId);
  const { t } = visit;
  const lead = t('security.factors.lead');
  const passkeys = view.factors.some(({ method }) => method === 'passkey')
    ? await passkeyList(services, visit)
    : nothing;
  const standing = await readOnlyNotice(services, visit);
  const body = html`<p class="lead">${lead}</p>
    ${doneNotice(visit)}${standing}
    ${frozen ? (standing === nothing ? frozenNotice(visit, frozen) : nothing) : adviceOn(visit, view)}
    ${
      view.factors.length > 0
        ? card({ title: t('security.factors.on'), body: factorList(visit, view.factors, passkeys) })
        : nothing
    }
    ${view.factors.length > 0 ? recoveryCard(visit, view) : nothing}
    ${card({ title: t('security.factors.add'), body: waysToAdd(visit, view) })}
    <p class="small soft">${t('security.factors.remembered')}</p>`;
  return securityPage(visit, factorsAddress, { title: t('security.factors.title'), body });
}

function frozenNotice(visit: Visit, until: Date): Html {
  const { t } = visit;
  const time = formatInstant(until, t.language, visit.session?.timeZone);
  return notice({ kind: 'warn', body: html`<p>${t('security.factors.frozen', { time })}</p>` });
}

const done = ['on', 'off', 'first', 'named', 'removed'] as const;

/** What the page before has done, after its redirect. */
function doneNotice({ t, context }: Visit): Html {
  const asked = done.find((what) => what === context.req.query('done'));
  if (!asked) return nothing;
  // Whoever changed a factor because somebody else may be in wants that session ended, too.
  const others =
    asked === 'first'
      ? nothing
      : html`<p><a href="/security/sessions">${t('security.factors.end_others')}</a></p>`;
  return notice({
    kind: 'ok',
    body: html`<p>${t(`security.factors.done_${asked}`)}</p>
      ${others}`,
  });
}

/** With none, with only weak ones, or with one that may be lost with the phone. */
function adviceOn({ t }: Visit, { factors, recovery }: FactorsView): Html {
  const say = (kind: 'warn' | 'info', text: string) => notice({ kind, body: html`<p>${text}</p>` });
  if (factors.length === 0) return say('warn', t('security.factors.none'));
  if (!factors.some(({ method }) => isStrong(method))) return say('warn', t('security.factors.weak'));
  return factors.length === 1 && !recovery ? say('info', t('security.factors.only_one')) : nothing;
}

function factorList(visit: Visit, factors: readonly Factor[], passkeys: Html): Html {
  const items = factors.map(
    (factor, index) =>
      html`<li>
        ${oneFactor(visit, factor, index === 0 && factors.length > 1)}
        ${index > 0 ? preferForm(visit, factor) : nothing}
        ${factor.method === 'passkey' ? passkeys : offLink(visit, factor)}
      </li>`,
  );
  return html`<ul class="rows">
    ${items}
  </ul>`;
}

function oneFactor(visit: Visit, factor: Factor, first: boolean): Html {
  const { t } = visit;
  return html`<p>
      <strong>${factorName(visit, factor)}</strong>
      ${first ? badge('ok', t('security.factors.first')) : nothing}
    </p>
    ${factor.to ? html`<p class="nowrap">${factor.to}</p>` : nothing}
    ${factor.method === 'passkey' ? nothing : boundAndUsed(visit, factor)}`;
}

/** Passkeys have these each. */
function boundAndUsed(visit: Visit, factor: Factor): Html {
  const { t } = visit;
  return html`<p class="small soft">
      ${t('security.factors.since', { at: formatInstant(factor.boundAt, t.language, visit.session?.timeZone) })}
    </p>
    <p class="small soft">
      ${
        factor.lastUsedAt
          ? t('security.factors.used', {
              at: formatInstant(factor.lastUsedAt, t.language, visit.session?.timeZone),
            })
          : t('security.factors.never_used')
      }
    </p>`;
}

/** What a way is called on these pages. */
export function factorName({ t }: Visit, { method }: Pick<Factor, 'method'>): string {
  return t(`security.factor.${method}`);
}

function preferForm(visit: Visit, { authenticatorId }: Factor): Html {
  return form(visit, {
    action: `${factorsAddress}/first/${authenticatorId}`,
    body: button({ label: visit.t('security.factors.make_first'), kind: 'link' }),
  });
}

function offLink({ t }: Visit, { authenticatorId }: Factor): Html {
  return html`<p class="links">
    <a href="${factorsAddress}/off/${authenticatorId}">${t('security.factors.turn_off')}</a>
  </p>`;
}

/** So few that it is time for new ones. */
const fewCodes = 3;

function recoveryCard(visit: Visit, { recovery }: FactorsView): Html {
  const { t } = visit;
  const few = recovery !== undefined && recovery.codesLeft <= fewCodes;
  const about = t('security.recovery.about');
  const body = html`<p>${about}</p>
    ${
      recovery
        ? html`<p><strong>${t('security.recovery.left', { left: recovery.codesLeft })}</strong></p>
            <p class="small soft">
              ${t('security.recovery.made', { at: formatInstant(recovery.boundAt, t.language, visit.session?.timeZone) })}
            </p>`
        : nothing
    }
    ${few ? notice({ kind: 'warn', body: html`<p>${t('security.recovery.few')}</p>` }) : nothing}
    ${linkButton({
      href: `${factorsAddress}/recovery`,
      label: t(recovery ? 'security.recovery.again' : 'security.recovery.make'),
      kind: 'secondary',
    })}
    ${recovery ? offLink(visit, recovery) : nothing}`;
  return card({ title: t('security.recovery_codes.title'), body });
}

type Way = { readonly href: string; readonly name: string; readonly about: string };

/** Every way that can be turned on, the strongest first. */
function waysToAdd(visit: Visit, view: FactorsView): Html {
  const { t } = visit;
  const hasApp = view.factors.some(({ method }) => method === 'totp');
  const app = {
    href: `${factorsAddress}/app`,
    name: t('security.factor.totp'),
    about: t('security.about.totp'),
  };
  const passkey = {
    href: addPasskeyAddress,
    name: t('security.factor.passkey'),
    about: t('security.about.passkey'),
  };
  const hasPasskey = view.factors.some(({ method }) => method === 'passkey');
  const ways: Way[] = [
    // What is left on a computer that others use is theirs too.
    ...(hasPasskey || visit.session?.shared ? [] : [passkey]),
    ...(hasApp ? [] : [app]),
    ...view.possible.map(({ method, contactId, to }) => ({
      href: `${factorsAddress}/on/${method}/${contactId}`,
      name: t(`security.factor_to.${method}`, { to }),
      about: t(`security.about.${method}`),
    })),
  ];
  if (ways.length === 0) return html`<p>${t('security.factors.all_on')}</p>`;
  return html`<ul class="rows">
    ${ways.map(
      ({ href, name, about }) =>
        html`<li class="links">
          <a href="${href}">${name}</a>
          <p class="small soft">${about}</p>
        </li>`,
    )}
  </ul>`;
}

/** POST /security/factors/first/:id. */
export async function preferThis({ accounts }: SecurityServices, visit: Visit): Promise<Response> {
  const { accountId } = liveSessionOf(visit);
  const id = idOf(visit);
  if (id) await preferFactor(accounts, accountId, id, originOf(visit));
  return visit.redirect(`${factorsAddress}?done=first`);
}

/** The id in the page's address; undefined when it is none. */
export function idOf(visit: Visit, name: 'id' | 'contact' = 'id'): string | undefined {
  const id = visit.context.req.param(name) ?? '';
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined;
}
