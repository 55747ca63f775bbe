import { type AccountServices, isHeldBack } from '#accounts';
import { AppError } from '#kernel';
import { personDetails, type PersonDetails } from '#members';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { changeHomeAddress, longestAddress } from '#privacy';
import { button, card, definitions, form, linkButton, select, textArea } from '#web/layout';
import { confirmAddress, isConfirmedHere, liveSession } from './confirmed-here.ts';
import { aboveForm, askingFrom, forMember, type Member, memberPage } from './frame.ts';
import { provinceName, provinceNames } from './provinces.ts';

const path = '/details/address';

/** The member gives a new home address; shown again with what was typed when something is wrong. */
export function homeAddressPage(services: AccountServices): Page {
  return {
    path,
    access: 'member',
    get: forMember('/details', (visit, member) => show(services, visit, member, {})),
    post: forMember('/details', (visit, member, sent) => save(services, visit, member, sent)),
  };
}

type Typed = { readonly address: string; readonly province: string };
type Shown = {
  readonly typed?: Typed;
  readonly error?: string;
  readonly problem?: string;
  readonly status?: number;
};

async function show(
  services: AccountServices,
  visit: Visit,
  member: Member,
  shown: Shown,
): Promise<Response> {
  const { database, keys } = services;
  const { t } = visit;
  const register = await personDetails(database, keys, member.personId);
  if (!register) throw new AppError('not_found', 'an account without a person');
  const heldBack = await isHeldBack(database, member.accountId, visit.now);
  const body = html`<p class="eyebrow"><a href="/details">${t('portal.details.title')}</a></p>
    <h1>${t('portal.address.title')}</h1>
    <p class="lead">${t('portal.address.lead')}</p>
    ${aboveForm(heldBack ? t('portal.address.refused.read-only') : undefined, shown.problem)}
    ${heldBack ? nothing : await formCard(services, visit, register, shown)}`;
  return memberPage(visit, '/details', { title: t('portal.address.title'), body }, shown.status);
}

async function formCard(
  services: AccountServices,
  visit: Visit,
  register: PersonDetails,
  shown: Shown,
): Promise<Html> {
  const { t } = visit;
  const unknown = t('portal.details.unknown');
  const now = definitions([
    { term: t('portal.address.now'), value: addressLine(register.address) ?? unknown },
    { term: t('portal.address.province'), value: provinceName(register.provinceCode) ?? unknown },
  ]);
  if (!(await isConfirmedHere(services, visit)))
    return card({
      body: html`${now}
        <p>${t('portal.address.confirm_text')}</p>
        ${linkButton({ href: confirmAddress(visit, path), label: t('portal.corrections.confirm') })}`,
    });
  return card({
    body: html`${now}
    ${form(visit, {
      action: path,
      body: addressFields(visit, register, shown),
    })}`,
  });
}

function addressFields({ t }: Visit, register: PersonDetails, { typed, error }: Shown): Html {
  return html`${textArea({
      name: 'home_address',
      label: t('portal.address.new'),
      hint: t('portal.address.hint'),
      rows: 4,
      maxlength: longestAddress,
      value: typed?.address ?? '',
      error,
    })}
    ${select({
      name: 'province',
      label: t('portal.address.province'),
      value: typed?.province ?? register.provinceCode ?? '',
      options: [
        { value: '', label: t('portal.address.abroad') },
        ...Object.entries(provinceNames).map(([value, label]) => ({ value, label })),
      ],
    })}
    <p class="small soft">${t('portal.address.told')}</p>
    ${button({ label: t('portal.address.save') })}`;
}

async function save(
  services: AccountServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
): Promise<Response> {
  const { t } = visit;
  const typed = { address: linesOf(sent['home_address'] ?? ''), province: sent['province'] ?? '' };
  const isProvince = typed.province === '' || Object.hasOwn(provinceNames, typed.province);
  const done = await changeHomeAddress(
    services,
    askingFrom(visit, member),
    await liveSession(services, visit),
    { address: typed.address, provinceCode: isProvince ? typed.province || undefined : 'unknown' },
  );
  if (done.ok) return visit.redirect('/details?done=address');
  if (done.refusal === 'same') return visit.redirect('/details');
  if (done.refusal === 'unknown') throw new AppError('not_found', 'an account without a person');
  const said = t(`portal.address.refused.${done.refusal}`);
  const where = done.refusal === 'address' ? { error: said } : { problem: said };
  return show(services, visit, member, { typed, ...where, status: done.refusal === 'busy' ? 503 : 422 });
}

/** On one line, as the details show it too. */
export const addressLine = (address: string | undefined): string | undefined =>
  address?.replaceAll(/,?\n/g, ', ');

/** Line ends as the register has them; spaces at the ends and runs of them count once. */
const linesOf = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll(/[^\S\n]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
