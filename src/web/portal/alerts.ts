import { type AccountServices, type AlertReach, alertReach, isLimited } from '#accounts';
import {
  alertChannels,
  alertChoiceOf,
  alertKinds,
  chooseAlerts,
  smsAlertsInThirtyDays,
} from '#contributions';
import { membershipsOf } from '#members';
import { maskAddress } from '#notifications';
import { type FormFields, formatInstant, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, checkbox, form, linkButton, notice, select } from '#web/layout';
import { forMember, type Member, memberPage } from './frame.ts';
import { inOwnWords } from './own-words.ts';

export const alertsAddress = '/alerts';

/** What the member wants to be told of by message: off until chosen, and off again with one press. */
export function alertsPage(services: AccountServices): Page {
  return {
    path: alertsAddress,
    access: 'member',
    get: forMember('/contributions', (visit, member) => show(services, visit, member)),
    post: (visit, sent) =>
      forMember('/contributions', (at, member) => save(services, at, member, sent))(visit),
  };
}

async function save(
  services: AccountServices,
  visit: Visit,
  { accountId, personId }: Member,
  sent: FormFields,
): Promise<Response> {
  const { address, userAgent } = visit;
  const kinds = sent['act'] === 'off' ? [] : alertKinds.filter((kind) => sent[kind] === 'on');
  const channel = alertChannels.find((one) => one === sent['channel']) ?? 'email';
  const asking = { accountId, personId, address, userAgent };
  const wantsNone = kinds.length === 0 && sent['act'] !== 'off';
  if (wantsNone && (await alertChoiceOf(services.database, accountId)) === undefined)
    return forMember('/contributions', (at, member) => show(services, at, member, 'none_chosen'))(visit);
  const saved = await chooseAlerts(services, asking, { kinds, channel });
  if (saved.ok) return visit.redirect(`${alertsAddress}?now=${saved.value}`);
  return forMember('/contributions', (at, member) => show(services, at, member, 'no_address'))(visit);
}

async function show(
  services: AccountServices,
  visit: Visit,
  { accountId, personId }: Member,
  problem?: 'no_address' | 'none_chosen',
): Promise<Response> {
  const { t, context, session } = visit;
  const [choice, reach, limited, cards] = await Promise.all([
    alertChoiceOf(services.database, accountId),
    alertReach(services.database, services.keys, [accountId]),
    isLimited(services.database, accountId),
    membershipsOf(services.database, personId),
  ]);
  const now = context.req.query('now');
  const isOn = choice !== undefined;
  const own = cards.length > 0 && cards.every(({ segment }) => segment === 'BPU');
  const body = html`<p class="eyebrow"><a href="/contributions">${t('portal.contributions.title')}</a></p>
    <h1>${t('alerts.title')}</h1>
    <p class="lead">${t('alerts.lead')}</p>
    ${problem ? notice({ kind: 'bad', body: html`<p>${t(`alerts.${problem}`)}</p>` }) : nothing}
    ${now === 'on' && isOn ? notice({ kind: 'ok', body: html`<p>${t('alerts.saved')}</p>` }) : nothing}
    ${now === 'off' && !isOn ? notice({ kind: 'ok', body: html`<p>${t('alerts.off')}</p>` }) : nothing}
    ${limited ? notice({ kind: 'info', body: html`<p>${t('alerts.limited')} <a href="/data/limit">${t('data.limit')}</a></p>` }) : nothing}
    <p>
      ${choice ? t('alerts.on_since', { at: formatInstant(choice.chosenAt, t.language, session?.timeZone) }) : t('alerts.now_off')}
    </p>
    ${isOn ? card({ body: turnOff(visit) }) : nothing}
    ${limited ? nothing : choiceCard(inOwnWords(visit, own), choice, { reach, own })}
    <p class="small soft">${t('alerts.law')} <a href="/data/consents">${t('data.consents')}</a></p>`;
  return memberPage(visit, '/contributions', { title: t('alerts.title'), body }, problem ? 422 : 200);
}

const turnOff = (visit: Visit): Html =>
  form(visit, {
    action: alertsAddress,
    body: button({ label: visit.t('alerts.turn_off'), kind: 'secondary', name: 'act', value: 'off' }),
  });

function choiceCard(
  visit: Visit,
  choice: Awaited<ReturnType<typeof alertChoiceOf>>,
  { reach, own }: { readonly reach: readonly AlertReach[]; readonly own: boolean },
): Html {
  const { t, config } = visit;
  // Nobody reports a wage for whoever pays alone.
  const offered = alertKinds.filter((kind) => !(own && kind === 'wage'));
  const ways = alertChannels.flatMap((channel) => {
    const way = reach.find((one) => one.channel === channel);
    const to = way && maskAddress(channel, way.address);
    return to ? [{ value: channel, label: t(`alerts.by_${channel}`, { to }) }] : [];
  });
  if (ways.length === 0)
    return card({
      body: html`<p>${t('alerts.no_address')}</p>
        ${linkButton({ href: `${config.origins.sso}/security/contacts`, label: t('alerts.contacts') })}`,
    });
  return card({
    title: t('alerts.what'),
    body: form(visit, {
      action: alertsAddress,
      body: html`${offered.map((kind) =>
        checkbox({
          name: kind,
          label: t(`alerts.kind.${kind}`),
          hint: t(`alerts.kind.${kind}_hint`),
          checked: choice?.kinds.includes(kind) ?? false,
        }),
      )}
      ${select({ name: 'channel', label: t('alerts.channel'), value: choice?.channel ?? '', options: ways })}
      ${ways.some(({ value }) => value === 'sms') ? html`<p class="small soft">${t('alerts.sms_cost', { count: smsAlertsInThirtyDays })}</p>` : nothing}
      ${button({ label: t('alerts.save') })}`,
    }),
  });
}
