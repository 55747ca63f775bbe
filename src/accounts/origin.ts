import type { Language, Visit } from '#platform';

/** Where a request comes from; for throttles, activity and device names. */
export type Origin = {
  readonly address: string;
  readonly userAgent: string;
  readonly language: Language;
  readonly languageChosenAt?: Date | undefined;
};

export function originOf(visit: Visit): Origin {
  return {
    address: visit.address,
    userAgent: visit.userAgent,
    language: visit.t.language,
    languageChosenAt: ownChoice(visit)?.chosenAt,
  };
}

function ownChoice({ languageChoice }: Visit) {
  return languageChoice?.adopted ? undefined : languageChoice;
}
