import type { AccountServices } from '#accounts';
import type { Page } from '#platform';
import { act, upload } from './correction-acts.ts';
import { addressOf } from './correction-address.ts';
import { show } from './correction-show.ts';
import { forMember } from './frame.ts';

/** One request: what is asked for, its documents and clock, sending it, following it, taking it back. */
export function correctionPages(services: AccountServices): readonly Page[] {
  return [
    {
      path: '/corrections/:id',
      access: 'member',
      get: forMember('/details', (visit, member) => show(services, visit, member, {})),
      post: forMember('/details', (visit, member, sent) => act(services, visit, member, sent)),
    },
    {
      path: '/corrections/:id/documents',
      access: 'member',
      takesFile: (config) => config.EVIDENCE_MOST_BYTES,
      // Whoever reloads, or comes back over the address, finds the request.
      get: (visit) => visit.redirect(addressOf(visit)),
      post: (visit, sent, file) =>
        forMember('/details', (at, member) => upload(services, at, member, sent, file))(visit),
    },
  ];
}
