import { type AccountServices, askToRegister, claimLifeSeconds, claimView, originOf } from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import { button, field, form, linkButton, notice, page, readBirthDate } from '#web/layout';
import {
  helpOnRegistering,
  keepToken,
  pageOf,
  paths,
  stepLine,
  timeOf,
  tokenOf,
  wrong,
} from './register-steps.ts';

type Typed = {
  readonly memberNumber: string;
  readonly nationalNumber: string;
  readonly birthDate: string;
};
type Faults = Readonly<Record<keyof Typed, boolean>>;

const nobody: Typed = { memberNumber: '', nationalNumber: '', birthDate: '' };
const noFaults: Faults = { memberNumber: false, nationalNumber: false, birthDate: false };

/** GET /register: member number, NIK and birth date. Whoever is on the way already may go on there. */
export async function showIdentity(services: AccountServices, visit: Visit): Promise<Response> {
  const view = await claimView(services, tokenOf(visit));
  const resume =
    view && view.state !== 'done' && view.state !== 'entered'
      ? resumeNotice(visit, pageOf[view.state])
      : nothing;
  return visit.html(identityPage(visit, nobody, noFaults, resume));
}

/** POST /register. The answer is the same for everybody: what there is to know goes to the contact on record. */
export async function enterIdentity(
  services: AccountServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const typed = {
    memberNumber: (sent['member_number'] ?? '').trim().slice(0, 30),
    nationalNumber: (sent['national_number'] ?? '').trim().slice(0, 30),
    birthDate: (sent['birth_date'] ?? '').trim().slice(0, 30),
  };
  const read = {
    memberNumber: digitsOf(typed.memberNumber),
    nationalNumber: digitsOf(typed.nationalNumber),
    birthDate: readBirthDate(typed.birthDate, visit.now) ?? '',
  };
  const faults = {
    memberNumber: !/^\d{10,11}$/.test(read.memberNumber),
    nationalNumber: !/^\d{16}$/.test(read.nationalNumber),
    birthDate: read.birthDate === '',
  };
  if (Object.values(faults).some(Boolean))
    return visit.html(identityPage(visit, typed, faults, nothing), 422);
  const asked = await askToRegister(services, read, originOf(visit));
  if (!asked.ok) {
    const said = visit.t.html('register.too-many', { time: timeOf(visit, asked.refusal.at) });
    return visit.html(identityPage(visit, typed, noFaults, wrong(visit, said)), 429);
  }
  keepToken(visit, asked.value.token, claimLifeSeconds);
  return visit.redirect(paths.code);
}

const digitsOf = (text: string) => text.replaceAll(/[\s.-]/g, '');

function identityPage(visit: Visit, typed: Typed, faults: Faults, said: Html): Html {
  const { t, config } = visit;
  const error = (name: 'member_number' | 'national_number' | 'birth_date', is: boolean) =>
    is ? t(`register.${name}_wrong`) : undefined;
  const body = html`${stepLine(visit, 1)}
    <h1>${t('register.title')}</h1>
    <p class="lead">${t('register.lead')}</p>
    ${said}
    <section class="card">
      ${form(visit, {
        action: paths.identity,
        body: html`${field(visit, {
          name: 'member_number',
          label: t('register.member_number'),
          hint: t('register.member_number_hint'),
          value: typed.memberNumber,
          inputmode: 'numeric',
          autocomplete: 'off',
          maxlength: 30,
          error: error('member_number', faults.memberNumber),
        })}
        ${field(visit, {
          name: 'national_number',
          label: t('register.national_number'),
          hint: t('register.national_number_hint'),
          value: typed.nationalNumber,
          inputmode: 'numeric',
          autocomplete: 'off',
          maxlength: 30,
          error: error('national_number', faults.nationalNumber),
        })}
        ${field(visit, {
          name: 'birth_date',
          label: t('register.birth_date'),
          hint: t('register.birth_date_hint'),
          value: typed.birthDate,
          autocomplete: 'bday',
          maxlength: 30,
          error: error('birth_date', faults.birthDate),
        })}
        ${button({ label: t('register.submit') })}`,
      })}
    </section>
    <ul class="links">
      <li><a href="${config.origins.portal}/login">${t('register.sign_in')}</a></li>
      <li><a href="${helpOnRegistering}">${t('register.help')}</a></li>
    </ul>`;
  return page(visit, { title: t('register.title'), body });
}

function resumeNotice({ t }: Visit, href: string): Html {
  return notice({
    kind: 'info',
    body: html`<p>${t('register.resume_text')}</p>
      ${linkButton({ href, label: t('register.resume'), kind: 'secondary' })}`,
  });
}
