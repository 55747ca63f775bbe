import { confirmNumber, originOf } from '#accounts';
import { type FormFields, type Html, html, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import {
  page,
  type ReadAnswer,
  readRegisterAnswer,
  registerAnswerForm,
  type RegisterAnswerProblem,
  supportPhone,
} from '#web/layout';
import { lostFactor, type SignInServices, trueAddress, uidOf, waitingOf } from './services.ts';
import { addressOf, leadTo, outOfTurn } from './steps.ts';

/** GET /signin/:uid/number: the code came, but to a number that was long not used; asks for what only its owner knows. */
export function showNumber(services: SignInServices, visit: Visit): Promise<Response> {
  return answer(services, visit, undefined, undefined, 200);
}

/** POST /signin/:uid/number. */
export async function enterNumber(
  services: SignInServices,
  visit: Visit,
  form: FormFields,
): Promise<Response> {
  const read = readRegisterAnswer(form, visit.now);
  if (!read.answer) return answer(services, visit, read, { kind: 'unreadable' }, 422);
  const result = await confirmNumber(services.accounts, uidOf(visit), read.answer, originOf(visit));
  if (result.ok) return leadTo(services, visit, result.value);
  const { refusal } = result;
  if (refusal.kind === 'nothing-waits') return answer(services, visit, undefined, undefined, 200);
  if (refusal.kind === 'wrong') return answer(services, visit, read, { kind: 'wrong' }, 422);
  const closed = { kind: 'too-many', at: refusal.at } as const;
  return answer(services, visit, read, closed, 429);
}

async function answer(
  services: SignInServices,
  visit: Visit,
  read: ReadAnswer | undefined,
  problem: RegisterAnswerProblem | undefined,
  status: number,
): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  return (
    (await outOfTurn(services, visit, waiting, 'number')) ??
    visit.html(numberPage(visit, waiting, read, problem), status)
  );
}

function numberPage(
  visit: Visit,
  { uid }: WaitingInteraction,
  read: ReadAnswer | undefined,
  problem: RegisterAnswerProblem | undefined,
): Html {
  const { t, config } = visit;
  const action = addressOf('number', uid);
  const body = html`<p class="lead">${t('signin.number_lead', { days: config.CONTACT_STALE_DAYS })}</p>
    ${registerAnswerForm(visit, { action, problem, ...(read ? { typed: read.typed } : {}) })}
    <p><a href="/signin/${uid}?other=1">${t('signin.number_other')}</a></p>
    <p><a href="${lostFactor}">${t('signin.number_lost')}</a></p>
    <p>${t.html('signin.number_support', { phone: supportPhone(visit) })}</p>
    ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.number_title'), body, languageAddress: action });
}
