import { type AccountServices, beginClosing, notifyOwner } from '#accounts';
import { type Result, newSpokenCode, ok, refused } from '#kernel';
import { formatInstant, type Transaction } from '#platform';
import { type DeletionRefusal, whyNotDeleted } from './deletion-refusals.ts';
import { keepHash } from './keep-hash.ts';
import * as queries from './queries.ts';
import { askWithCase, RequestTaken } from './requests.ts';
import type { Asker } from './types.ts';

/** What is deleted, and what the law keeps; the page, the help and the tests read them here. */
export const deletedThings = ['sign_in', 'contacts', 'sessions', 'services', 'words', 'traces'] as const;
export const keptThings = ['register', 'contributions', 'savings', 'chain', 'proof'] as const;

export type AskedDeletion = { readonly caseNumber: string; readonly eraseAfter: Date };

/**
 * The member asks for the deletion of the account (UU 27/2022 articles 8 and 43). It waits for 30 days, in which the
 * account works as before and anybody who reads one of its addresses can stop it. Whoever calls it has seen the password
 * or a stronger factor a short while ago, and the typed confirmation.
 */
export async function askForDeletion(
  services: AccountServices,
  asker: Asker,
): Promise<Result<AskedDeletion, readonly (DeletionRefusal | 'waiting')[]>> {
  const { database, clock, config } = services;
  const now = clock.now();
  const { accountId, personId } = asker;
  const against = await whyNotDeleted(database, { accountId, personId, now });
  if (against.length > 0) return refused(against);
  const eraseAfter = new Date(now.getTime() + config.DELETION_WAIT_DAYS * 86_400_000);
  const asked = { kind: 'deletion', event: 'deletion_asked', dueAt: eraseAfter, now } as const;
  const opened = await askWithCase(services, asker, asked, async (tx, { requestId }) => {
    if (!(await beginClosing(tx, accountId, config.DELETION_WAIT_DAYS))) throw new RequestTaken();
    await tellOfDeletion(services, tx, { accountId, requestId, template: 'deletion_asked', eraseAfter });
  });
  return opened ? ok({ caseNumber: opened.caseNumber, eraseAfter }) : refused(['waiting']);
}

type Telling = {
  readonly accountId: string;
  readonly requestId: string;
  readonly template: 'deletion_asked' | 'deletion_soon';
  readonly eraseAfter: Date;
};

/** 24^12, about 55 bits: typed by hand from an SMS, behind a limit. */
const newKeepCode = () => newSpokenCode(12);

/** Tells every address of the account, with the way to stop it. */
export async function tellOfDeletion(
  services: AccountServices,
  tx: Transaction,
  { accountId, requestId, template, eraseAfter }: Telling,
): Promise<void> {
  const now = services.clock.now();
  const keep = newKeepCode();
  await queries.insertKeepLink(tx, { tokenHash: keepHash(keep), requestId, accountId, now });
  await notifyOwner(services, tx, {
    accountId,
    template,
    parameters: (language, zone) => ({ until: formatInstant(eraseAfter, language, zone), keep }),
    now,
  });
}
