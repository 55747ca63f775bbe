import type { Guard, Page } from '#platform';
import { enterCode, sendCodeAgain, showCodePage } from './code.ts';
import { allowClient, showConsent } from './consent.ts';
import { showHome } from './home.ts';
import { chooseNewPassword, showNewPassword } from './new-password.ts';
import { enterNumber, showNumber } from './number.ts';
import { enterPassword, showPasswordPage } from './password.ts';
import { showResetDue } from './reset-due.ts';
import { type SignInServices, uidOf } from './services.ts';

/** The pages of the sso face on which a person signs in. */
export function signInPages(services: SignInServices): readonly Page[] {
  return [
    { path: '/', access: 'public', get: showHome },
    {
      path: '/signin/:uid',
      access: 'signing-in',
      get: (visit) => showPasswordPage(services, visit),
      post: (visit, form) => enterPassword(services, visit, form),
    },
    {
      path: '/signin/:uid/code',
      access: 'signing-in',
      get: (visit) => showCodePage(services, visit),
      post: (visit, form) => enterCode(services, visit, form),
    },
    {
      path: '/signin/:uid/code/send',
      access: 'signing-in',
      get: (visit) => visit.redirect(`/signin/${uidOf(visit)}/code`),
      post: (visit, form) => sendCodeAgain(services, visit, form),
    },
    {
      path: '/signin/:uid/number',
      access: 'signing-in',
      get: (visit) => showNumber(services, visit),
      post: (visit, form) => enterNumber(services, visit, form),
    },
    {
      path: '/signin/:uid/new-password',
      access: 'signing-in',
      get: (visit) => showNewPassword(services, visit),
      post: (visit, form) => chooseNewPassword(services, visit, form),
    },
    {
      path: '/signin/:uid/reset-due',
      access: 'signing-in',
      get: (visit) => showResetDue(services, visit),
    },
    {
      path: '/signin/:uid/consent',
      access: 'signing-in',
      get: (visit) => showConsent(services, visit),
      post: (visit) => allowClient(services, visit),
    },
    {
      path: '/signin/:uid/cancel',
      access: 'signing-in',
      get: (visit) => visit.redirect(`/signin/${uidOf(visit)}`),
      post: (visit) => services.sso.cancel(visit, uidOf(visit)),
    },
  ];
}

/** Lets a browser in that has this interaction waiting; an expired, used or unknown page starts a fresh sign-in. */
export function signingInGuard({ sso }: SignInServices): Guard {
  return async (visit) => {
    visit.allowFormAction(visit.config.origins.portal);
    const waiting = await sso.interactionOf(visit, uidOf(visit));
    if (!waiting) return sso.startAgain(visit);
    visit.allowFormAction(waiting.formTarget);
    return undefined;
  };
}
