import { closingByReference } from '#activity';
import { registrationByNumber } from '#accounts';
import { caseByNumber, type DeskCase, openCase, readCaseNumber } from '#cases';
import type { Executor, Transaction } from '#platform';

/**
 * What a person reads out to the desk. A number of a case leads to it. The number of the page on which signing in was
 * closed, and the number that a registration tells, have no case until somebody uses them: `open` makes it, under that
 * very number.
 */
export type FoundNumber =
  | { readonly kind: 'case'; readonly found: DeskCase }
  | {
      readonly kind: 'told';
      readonly caseNumber: string;
      readonly opens: 'locked' | 'registration';
      readonly accountId: string | undefined;
      readonly personId: string | undefined;
    };

/** Reads only. Undefined for what is no number of ours. */
export async function findByNumber(executor: Executor, typed: string): Promise<FoundNumber | undefined> {
  const caseNumber = readCaseNumber(typed);
  if (caseNumber === undefined) return undefined;
  const found = await caseByNumber(executor, caseNumber);
  if (found) return { kind: 'case', found };
  const told = { kind: 'told', caseNumber } as const;
  const closing = await closingByReference(executor, caseNumber);
  if (closing) return { ...told, opens: 'locked', accountId: closing.accountId, personId: undefined };
  const registration = await registrationByNumber(executor, caseNumber);
  if (!registration) return undefined;
  return { ...told, opens: 'registration', accountId: undefined, personId: registration.personId };
}

/** The case behind a number that somebody was told; opened now if it has none yet. Also at once it is one case. */
export async function caseOfNumber(
  tx: Transaction,
  typed: string,
  now: Date,
): Promise<{ readonly caseId: string; readonly caseNumber: string } | undefined> {
  const found = await findByNumber(tx, typed);
  if (!found) return undefined;
  if (found.kind === 'case') return found.found;
  const { caseNumber, opens, accountId, personId } = found;
  return openCase(tx, {
    kind: opens,
    caseNumber,
    about: caseNumber,
    accountId,
    personId,
    now,
  });
}
