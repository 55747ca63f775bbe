import {
  type AccountServices,
  originOf,
  recoveryTokenOfDeskCode,
  type SlipRefusal,
  takeStopTry,
  useSlip,
} from '#accounts';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import {
  button,
  card,
  field,
  form,
  helpAddress,
  notice,
  page,
  readRegisterAnswer,
  supportPhone,
} from '#web/layout';
import { carry, takeFromLink } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

/** Where whoever the desk helped goes on: with the message to the new address, or with the code from paper. */
export function recoveryDeskPages({ accounts }: SecurityServices): readonly Page[] {
  return [
    {
      path: '/recovery/desk-link',
      access: 'public',
      get: (visit) => takeFromLink(visit, 'recovery', '/recovery/status'),
    },
    {
      path: '/recovery/desk',
      access: 'public',
      get: (visit) => visit.html(codePage(visit, false)),
      post: (visit, sent) => goOn(accounts, visit, sent),
    },
    {
      path: '/recovery/slip',
      access: 'public',
      get: (visit) => visit.html(slipPage(visit, {}, undefined)),
      post: (visit, sent) => enterSlip(accounts, visit, sent),
    },
  ];
}

async function goOn(accounts: AccountServices, visit: Visit, sent: FormFields): Promise<Response> {
  await takeStopTry(accounts, originOf(visit));
  const token = await recoveryTokenOfDeskCode(accounts, (sent['code'] ?? '').slice(0, 40));
  if (token === undefined) return visit.html(codePage(visit, true), 422);
  carry(visit, 'recovery', token);
  return visit.redirect('/recovery/status');
}

function codePage(visit: Visit, isWrong: boolean): Html {
  const { t } = visit;
  const body = html`<p class="lead">${t('security.desk.lead')}</p>
    ${
      isWrong
        ? notice({
            kind: 'bad',
            body: html`<p>${t.html('security.desk.wrong', { phone: supportPhone(visit) })}</p>`,
          })
        : nothing
    }
    ${card({
      body: form(visit, {
        action: '/recovery/desk',
        body: html`${field(visit, {
          name: 'code',
          label: t('security.desk.code'),
          hint: t('security.desk.code_hint'),
          maxlength: 40,
          autocomplete: 'one-time-code',
        })}
        ${button({ label: t('signin.continue') })}`,
      }),
    })}
    ${help(visit)}`;
  return page(visit, { title: t('security.desk.title'), body, languageAddress: '/recovery/desk' });
}

async function enterSlip(accounts: AccountServices, visit: Visit, sent: FormFields): Promise<Response> {
  const { answer } = readRegisterAnswer(sent, visit.now);
  const code = (sent['code'] ?? '').slice(0, 40);
  if (!answer || code === '') return visit.html(slipPage(visit, sent, 'unreadable'), 422);
  const used = await useSlip(accounts, { ...answer, code }, originOf(visit));
  if (!used.ok) return visit.html(slipPage(visit, sent, used.refusal), 422);
  carry(visit, 'recovery', used.value.token);
  return visit.redirect('/recovery/status');
}

function slipPage(visit: Visit, sent: FormFields, problem: SlipRefusal | 'unreadable' | undefined): Html {
  const { t } = visit;
  const text = (name: 'member_number' | 'birth_date') => (sent[name] ?? '').slice(0, 30);
  const fields = html`${field(visit, {
    name: 'code',
    label: t('security.slip.code'),
    hint: t('security.slip.code_hint'),
    maxlength: 40,
    autocomplete: 'one-time-code',
  })}
  ${field(visit, {
    name: 'member_number',
    label: t('register.member_number'),
    hint: t('register.member_number_hint'),
    value: text('member_number'),
    inputmode: 'numeric',
    autocomplete: 'off',
    maxlength: 30,
  })}
  ${field(visit, {
    name: 'birth_date',
    label: t('register.birth_date'),
    hint: t('register.birth_date_hint'),
    value: text('birth_date'),
    autocomplete: 'bday',
    maxlength: 30,
  })}
  ${button({ label: t('signin.continue') })}`;
  const body = html`<p class="lead">
      ${t('security.slip.lead', { hours: Math.round(visit.config.RECOVERY_SMS_WAIT_SECONDS / 3600) })}
    </p>
    ${
      problem
        ? notice({
            kind: 'bad',
            body: html`<p>${t.html(`security.slip.${problem}`, { phone: supportPhone(visit) })}</p>`,
          })
        : nothing
    }
    ${card({ body: form(visit, { action: '/recovery/slip', body: fields }) })} ${help(visit)}`;
  return page(visit, { title: t('security.slip.title'), body, languageAddress: '/recovery/slip' });
}

const help = ({ t }: Visit): Html =>
  html`<p><a href="${helpAddress('recovery-wait')}">${t('layout.help_on_this')}</a></p>`;
