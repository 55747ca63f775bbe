import type { Executor, KeyRing } from '#platform';
import { personDetails } from './person.ts';
import { maskName } from './sealed.ts';

/** As much of a person as tells an officer who it is, and nothing that the desk asks for as a proof. */
export type MaskedPerson = {
  readonly name: string;
  readonly nationalNumber: string;
  /** The last three digits of each card (KPJ), the newest first. */
  readonly memberNumbers: readonly string[];
  readonly provinceCode: string | undefined;
};

/** Undefined when there is no such person. */
export async function maskedPerson(
  executor: Executor,
  keys: KeyRing,
  personId: string,
): Promise<MaskedPerson | undefined> {
  const details = await personDetails(executor, keys, personId);
  return (
    details && {
      name: maskName(details.fullName),
      nationalNumber: details.nationalNumberMasked,
      memberNumbers: details.memberships.map(({ memberNumber }) => maskMemberNumber(memberNumber)),
      provinceCode: details.provinceCode,
    }
  );
}

/** `••••••••123` */
function maskMemberNumber(memberNumber: string): string {
  return `••••••••${memberNumber.slice(-3)}`;
}
