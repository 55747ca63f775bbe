import { contactsFrozenUntil, isReadOnly } from '#accounts';
import type { FormFields, Page, Visit } from '#platform';
import { confirmFirst } from './confirm.ts';
import { enterAppCode, showAppSetup } from './factor-app.ts';
import { enterFactorCode, sendFactorCodeTo, showFactorCode } from './factor-message.ts';
import { confirmTurningOff, turnOff } from './factor-off.ts';
import { preferThis, showFactors } from './factors.ts';
import { makeCodes, showRecovery } from './factor-recovery.ts';
import { addThisPasskey, showNewPasskey } from './passkey-add.ts';
import { addPasskeyAddress, passkeysAddress } from './passkey-list.ts';
import { confirmRemoving, nameThisPasskey, removeThisPasskey, showPasskey } from './passkey-page.ts';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

/** The pages of the second factors. Looking asks for nothing; whoever changes one confirms first who they are. */
export function factorPages(services: SecurityServices): readonly Page[] {
  const change = (page: Page) => confirmFirst(services, unlessFrozen(services, page));
  const takeAway = (page: Page) => confirmFirst(services, unlessReadOnly(services, page));
  return [
    { path: factorsAddress, access: 'owner', get: (visit) => showFactors(services, visit) },
    change({
      path: `${factorsAddress}/app`,
      access: 'owner',
      get: (visit) => showAppSetup(services, visit),
      post: (visit, form) => enterAppCode(services, visit, form),
    }),
    change({
      path: `${factorsAddress}/on/:method/:contact`,
      access: 'owner',
      get: (visit) => showFactorCode(services, visit),
      post: (visit, form) => enterFactorCode(services, visit, form),
    }),
    change({
      path: `${factorsAddress}/send/:method/:contact`,
      access: 'owner',
      // As it was sent: an escaped character that is no letter of a header stays escaped.
      get: (visit) => visit.redirect(new URL(visit.context.req.url).pathname.replace('/send/', '/on/')),
      post: (visit) => sendFactorCodeTo(services, visit),
    }),
    change({
      path: `${factorsAddress}/recovery`,
      access: 'owner',
      get: (visit) => showRecovery(services, visit),
      post: (visit) => makeCodes(services, visit),
    }),
    takeAway({
      path: `${factorsAddress}/off/:id`,
      access: 'owner',
      get: (visit) => confirmTurningOff(services, visit),
      post: (visit, form) => turnOff(services, visit, form),
    }),
    change({
      path: addPasskeyAddress,
      access: 'owner',
      get: (visit) => showNewPasskey(services, visit),
      post: (visit, form) => addThisPasskey(services, visit, form),
    }),
    takeAway({
      path: `${passkeysAddress}/:id`,
      access: 'owner',
      get: (visit) => showPasskey(services, visit),
      post: (visit, form) => nameThisPasskey(services, visit, form),
    }),
    takeAway({
      path: `${passkeysAddress}/:id/remove`,
      access: 'owner',
      get: (visit) => confirmRemoving(services, visit),
      post: (visit, form) => removeThisPasskey(services, visit, form),
    }),
    change({
      path: `${factorsAddress}/first/:id`,
      access: 'owner',
      get: (visit) => visit.redirect(factorsAddress),
      post: (visit) => preferThis(services, visit),
    }),
  ];
}

/** After "this was not me" none is added for a while: the list says until when. */
const unlessFrozen = ({ accounts }: SecurityServices, page: Page) =>
  unless(async (visit) => Boolean(await contactsFrozenUntil(accounts, liveSessionOf(visit).accountId)), page);

/** While a recovery waits none is taken away either; after "this was not me" one may be, which may be the thief's. */
const unlessReadOnly = ({ accounts }: SecurityServices, page: Page) =>
  unless((visit) => isReadOnly(accounts.database, liveSessionOf(visit).accountId), page);

function unless(stands: (visit: Visit) => Promise<boolean>, page: Page): Page {
  const { get, post } = page;
  const stop = async (visit: Visit) => ((await stands(visit)) ? visit.redirect(factorsAddress) : undefined);
  return {
    ...page,
    ...(get ? { get: async (visit: Visit) => (await stop(visit)) ?? get(visit) } : {}),
    ...(post
      ? { post: async (visit: Visit, sent: FormFields) => (await stop(visit)) ?? post(visit, sent) }
      : {}),
  };
}
