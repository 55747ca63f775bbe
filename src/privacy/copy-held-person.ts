import { dayOfDeath, earlierValues, heldExits, heldPerson } from '#members';
import type { Executor, KeyRing } from '#platform';
import { familyCopied } from './copy-family.ts';
import type { Part } from './copy-loose.ts';

/** The person on the register, with what the register held before corrections; the ids of the cards beside it. */
export async function personPart(
  tx: Executor,
  keys: KeyRing,
  personId: string,
): Promise<{ readonly person: Part<'person'>; readonly cards: readonly Card[] }> {
  const person = await heldPerson(tx, keys, personId);
  if (!person) return { person: undefined, cards: [] };
  const exits = new Map((await heldExits(tx, personId)).map((exit) => [exit.membershipId, exit]));
  const before = await earlierValues(tx, keys, personId);
  return {
    cards: person.memberships,
    person: {
      name: person.fullName,
      nationalNumber: person.nationalNumber,
      birthDate: person.birthDate,
      diedOn: await dayOfDeath(tx, personId),
      birthPlace: person.birthPlace,
      sex: person.sex,
      motherName: person.motherName,
      address: person.address,
      provinceCode: person.provinceCode,
      email: person.email,
      phone: person.phone,
      family: person.family.map(({ relation, fullName, birthDate }) => ({
        relation,
        name: fullName,
        birthDate,
      })),
      memberships: person.memberships.map((card) => ({
        memberNumber: card.memberNumber,
        segment: card.segment,
        employer: card.employerName,
        startedOn: card.startedOn,
        endedOn: card.endedOn,
        exit: exitIn(exits.get(card.membershipId)),
      })),
      before: before.map(
        ({ correctedAt, caseNumber, fullName, birthDate, nationalNumber, home, family }) => ({
          correctedAt: correctedAt.toISOString(),
          caseNumber,
          name: fullName,
          birthDate,
          nationalNumber,
          home,
          family: familyCopied(family),
        }),
      ),
    },
  };
}

export type Card = { readonly membershipId: string; readonly memberNumber: string };

const exitIn = (exit: Awaited<ReturnType<typeof heldExits>>[number] | undefined) =>
  exit && {
    lastDay: exit.lastDay,
    reason: exit.reason,
    source: exit.source,
    recordedAt: exit.recordedAt.toISOString(),
  };
