import type { Language, Visit } from '#platform';

/** Where a request comes from; for throttles, activity and device names. */
export type Origin = {
  readonly address: string;
  readonly userAgent: string;
  readonly language: Language;
  readonly languageChosenAt?: Date | undefined;
  /** The cookie by which accounts know this browser again; only the sso face has it. */
  readonly device?: string | undefined;
  /** The session that asks; what it sets up is recorded with it. */
  readonly sessionId?: string | undefined;
};

export const deviceCookie = 'device';

export function originOf(visit: Visit): Origin {
  return {
    address: visit.address,
    userAgent: visit.userAgent,
    language: visit.t.language,
    languageChosenAt: ownChoice(visit)?.chosenAt,
    device: visit.cookie(deviceCookie),
    sessionId: visit.session?.sessionId,
  };
}

/** For the details of an entry, so that "this was not me" finds all that one session set up. */
export function setUpBy({ sessionId }: Origin): { readonly session?: string } {
  return sessionId === undefined ? {} : { session: sessionId };
}

function ownChoice({ languageChoice }: Visit) {
  return languageChoice?.adopted ? undefined : languageChoice;
}
