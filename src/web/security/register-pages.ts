import type { AccountServices } from '#accounts';
import type { Page } from '#platform';
import { askAgain, registerCode } from './register-code.ts';
import { enterAccount, showDone } from './register-done.ts';
import { addContact, contactsEnough, keepContact, showContacts } from './register-contact.ts';
import { changeContact, contactCode, sendAgain } from './register-contact-code.ts';
import { enterIdentity, showIdentity } from './register-identity.ts';
import { choosePassword, showPassword } from './register-password.ts';
import { paths } from './register-steps.ts';

/**
 * The pages on which a person on the register opens an account, one action each. Where somebody stands is kept in a row
 * that a cookie finds; the addresses say nothing of it.
 */
export function registerPages(services: AccountServices): readonly Page[] {
  const page = (path: string, get: Page['get'], post?: Page['post']): Page => ({
    path,
    access: 'public',
    ...(get ? { get } : {}),
    ...(post ? { post } : {}),
  });
  const back =
    (path: string): Page['get'] =>
    (visit) =>
      visit.redirect(path);
  return [
    page(
      paths.identity,
      (visit) => showIdentity(services, visit),
      (visit, form) => enterIdentity(services, visit, form),
    ),
    page(
      paths.code,
      (visit) => registerCode.show(services, visit),
      (visit, form) => registerCode.enter(services, visit, form),
    ),
    page(paths.codeSend, back(paths.code), (visit, form) => askAgain(services, visit, form)),
    page(
      paths.contact,
      (visit) => showContacts(services, visit),
      (visit, form) => addContact(services, visit, form),
    ),
    page(paths.contactKeep, back(paths.contact), (visit) => keepContact(services, visit)),
    page(paths.contactEnough, back(paths.contact), (visit) => contactsEnough(services, visit)),
    page(
      paths.contactCode,
      (visit) => contactCode.show(services, visit),
      (visit, form) => contactCode.enter(services, visit, form),
    ),
    page(paths.contactCodeSend, back(paths.contactCode), (visit) => sendAgain(services, visit)),
    page(paths.contactCodeChange, back(paths.contactCode), (visit) => changeContact(services, visit)),
    page(
      paths.password,
      (visit) => showPassword(services, visit),
      (visit, form) => choosePassword(services, visit, form),
    ),
    page(
      paths.done,
      (visit) => showDone(services, visit),
      (visit, form) => enterAccount(services, visit, form),
    ),
  ];
}
