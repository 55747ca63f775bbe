import { accountOfPerson, supportProfile } from '#accounts';
import { type CardMonths, monthsByCard, savingsOf } from '#contributions';
import { dayIn, type IsoDate, type Rupiah } from '#kernel';
import { maskedPerson, type Membership, membershipsOf, personDetails, reachOf } from '#members';
import { maskAddress } from '#notifications';
import type { DeskServices } from '#support';

/** One of two records, as an officer sees it who compares them: enough to tell who it is, nothing that proves it. */
export type MergingSide = {
  readonly personId: string;
  readonly name: string;
  readonly birthDate: IsoDate;
  /** All but the last digits hidden. */
  readonly nationalNumber: string;
  readonly cards: readonly (Pick<Membership, 'employerName' | 'segment' | 'startedOn' | 'endedOn'> & {
    /** Last digits. */
    readonly memberNumber: string;
    readonly months: CardMonths | undefined;
  })[];
  readonly balance: Rupiah;
  readonly pending: Rupiah;
  readonly hasAccount: boolean;
  /** Of the account, else as the register has them; hidden but for their ends. */
  readonly contacts: readonly string[];
};

export async function mergingSide(
  { database, keys }: DeskServices,
  personId: string,
  now: Date,
): Promise<MergingSide | undefined> {
  const person = await personDetails(database, keys, personId);
  const masked = await maskedPerson(database, keys, personId);
  if (!person || !masked) return undefined;
  const accountId = await accountOfPerson(database, personId);
  const cards = await membershipsOf(database, personId);
  const months = await monthsByCard(database, personId);
  const { balance, pending } = await savingsOf(database, personId, dayIn(now));
  return {
    personId,
    name: masked.name,
    birthDate: person.birthDate,
    nationalNumber: masked.nationalNumber,
    cards: cards.map(({ membershipId, memberNumber, employerName, segment, startedOn, endedOn }) => ({
      memberNumber: `••••${memberNumber.slice(-3)}`,
      employerName,
      segment,
      startedOn,
      endedOn,
      months: months.get(membershipId),
    })),
    balance,
    pending,
    hasAccount: accountId !== undefined,
    contacts: await contactsOf({ database, keys }, personId, accountId),
  };
}

async function contactsOf(
  { database, keys }: Pick<DeskServices, 'database' | 'keys'>,
  personId: string,
  accountId: string | undefined,
): Promise<string[]> {
  const profile = accountId ? await supportProfile(database, keys, accountId) : undefined;
  if (profile && profile.contacts.length > 0)
    return profile.contacts.map(({ channel, address }) => maskAddress(channel, address));
  const known = (await reachOf(database, keys, [personId])).get(personId);
  return [
    ...(known?.email ? [maskAddress('email', known.email)] : []),
    ...(known?.phone ? [maskAddress('sms', known.phone)] : []),
  ];
}
