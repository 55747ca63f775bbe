import { type AccountServices, confirmResetNumber, isResetNumberDue, originOf } from '#accounts';
import { type FormFields, type Html, html, type Page, type Visit } from '#platform';
import {
  page,
  type ReadAnswer,
  readRegisterAnswer,
  registerAnswerForm,
  type RegisterAnswerProblem,
  supportPhone,
} from '#web/layout';
import { tooMany } from './asking-pages.ts';
import { carried, carry } from './reset-cookies.ts';

export const numberAddress = '/forgot-password/number';

/** After a right code to a number that was long not used: member number and birth date, and then the wait. */
export function forgotNumberPage(accounts: AccountServices): Page {
  return {
    path: numberAddress,
    access: 'public',
    get: async (visit) =>
      (await isResetNumberDue(accounts, carried(visit, 'reset_request') ?? ''))
        ? visit.html(numberPage(visit, undefined, undefined))
        : visit.redirect('/forgot-password/sent'),
    post: (visit, sent) => enterNumber(accounts, visit, sent),
  };
}

async function enterNumber(accounts: AccountServices, visit: Visit, sent: FormFields): Promise<Response> {
  const token = carried(visit, 'reset_request') ?? '';
  const read = readRegisterAnswer(sent, visit.now);
  if (!read.answer) return visit.html(numberPage(visit, read, { kind: 'unreadable' }), 422);
  const result = await confirmResetNumber(accounts, token, read.answer, originOf(visit));
  if (result.ok) {
    carry(visit, 'recovery', result.value.token);
    visit.clearCookie('reset_request');
    return visit.redirect('/recovery/status');
  }
  const { refusal } = result;
  if (refusal.kind === 'nothing-waits') return visit.redirect('/forgot-password');
  if (refusal.kind === 'wrong') return visit.html(numberPage(visit, read, { kind: 'wrong' }), 422);
  const closed = { kind: 'too-many', at: refusal.at } as const;
  return visit.html(numberPage(visit, read, closed), tooMany(visit, refusal));
}

function numberPage(
  visit: Visit,
  read: ReadAnswer | undefined,
  problem: RegisterAnswerProblem | undefined,
): Html {
  const { t, config } = visit;
  const body = html`<p class="lead">${t('signin.number_lead', { days: config.CONTACT_STALE_DAYS })}</p>
    ${registerAnswerForm(visit, { action: numberAddress, problem, ...(read ? { typed: read.typed } : {}) })}
    <p>${t.html('signin.number_support', { phone: supportPhone(visit) })}</p>`;
  return page(visit, { title: t('signin.number_title'), body, languageAddress: numberAddress });
}
