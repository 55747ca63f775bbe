import { limitedSince, supportProfile } from '#accounts';
import { savingsOf } from '#contributions';
import { dayIn, type Rupiah } from '#kernel';
import { maskedPerson, maskName } from '#members';
import { maskAddress } from '#notifications';
import type { Subject, SupportServices } from './types.ts';

/** What an officer sees of a member: enough to tell who it is, nothing that proves it. */
export type MaskedMember = {
  readonly name: string;
  /** Undefined when nobody on the register stands behind the account. */
  readonly nationalNumber: string | undefined;
  readonly memberNumbers: readonly string[];
  /** What the savings lack; undefined for nearly everybody, and then nothing of them is known here. */
  readonly shortfall: Rupiah | undefined;
  readonly account:
    | {
        readonly state: 'open' | 'frozen';
        readonly createdAt: Date;
        /** Since when processing is limited to what the law asks for; undefined for most. */
        readonly limitedSince: Date | undefined;
        readonly contacts: readonly { readonly channel: 'email' | 'sms'; readonly to: string }[];
      }
    | undefined;
};

/** Only behind a look; everything is masked here, before any page has it. */
export async function maskedMember(
  { database, keys, clock }: SupportServices,
  { accountId, personId }: Subject,
): Promise<MaskedMember> {
  const person = personId ? await maskedPerson(database, keys, personId) : undefined;
  const profile = accountId ? await supportProfile(database, keys, accountId) : undefined;
  const lacks = personId ? (await savingsOf(database, personId, dayIn(clock.now()))).shortfall : 0n;
  return {
    name: person?.name ?? maskName(profile?.displayName ?? ''),
    nationalNumber: person?.nationalNumber,
    memberNumbers: person?.memberNumbers ?? [],
    shortfall: lacks > 0n ? lacks : undefined,
    account: profile && {
      state: profile.state,
      createdAt: profile.createdAt,
      limitedSince: await limitedSince(database, profile.accountId),
      contacts: profile.contacts.map(({ channel, address }) => ({
        channel,
        to: maskAddress(channel, address),
      })),
    },
  };
}
