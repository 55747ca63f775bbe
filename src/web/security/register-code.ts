import { type AccountServices, askForClaimCode, type ClaimView, verifyClaimCode } from '#accounts';
import { type FormFields, type Html, html, type Visit } from '#platform';
import { button, form, supportPhone } from '#web/layout';
import { codeStep, waitLine, waitsFor } from './register-code-step.ts';
import { helpOnRegistering, paths, tokenOf } from './register-steps.ts';

/** GET and POST /register/code: the same page whether or not there was anything to send. */
export const registerCode = codeStep({
  state: 'code',
  step: 2,
  path: paths.code,
  title: ({ t }) => t('register.code_title'),
  lead: ({ t }) => html`${t('register.code_lead')}`,
  nothingCame,
  verify: verifyClaimCode,
});

/** POST /register/code/send: once more, or by the other way. */
export async function askAgain(services: AccountServices, visit: Visit, sent: FormFields): Promise<Response> {
  const channel = sent['channel'] === 'email' ? 'email' : 'sms';
  return registerCode.after(services, visit, await askForClaimCode(services, tokenOf(visit), channel));
}

function nothingCame(visit: Visit, view: ClaimView): Html {
  const { t } = visit;
  const number = html`<strong class="nowrap">${view.caseNumber.replaceAll('-', '\u2011')}</strong>`;
  return html`<ul>
      <li>${t('register.code_missing_wait')}</li>
      <li>${t('register.code_missing_old')}</li>
      <li>${t.html('register.code_missing_case', { phone: supportPhone(visit), case: number })}</li>
    </ul>
    ${waitLine(visit, view)}
    ${(['sms', 'email'] as const).map((channel) =>
      form(visit, {
        action: paths.codeSend,
        body: html`<input type="hidden" name="channel" value="${channel}" />
          ${button({ label: t(`register.code_again_${channel}`), kind: 'secondary', ...waitsFor(visit, view) })}`,
      }),
    )}
    <p><a href="${paths.identity}">${t('register.again')}</a></p>
    <p><a href="${helpOnRegistering}">${t('register.help')}</a></p>`;
}
