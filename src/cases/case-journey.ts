import { AppError } from '#kernel';

/** `open`: support has to act; `answered`: it waits for the member; `closed`: nothing more is to do, unless the member writes again. */
export type CaseState = 'none' | 'open' | 'answered' | 'closed';
export type CaseEvent = 'opened' | 'written' | 'answered' | 'settled';

type Table = Readonly<Record<CaseState, Partial<Record<CaseEvent, CaseState>>>>;

/**
 * A case as a table. The statements that move one take the states they check and write from here, and docs draw their
 * picture from it. Whoever writes again opens it again: nobody has to explain everything to another officer under another number.
 */
export const caseJourney: Table = {
  none: { opened: 'open' },
  open: { written: 'open', answered: 'answered', settled: 'closed' },
  answered: { written: 'open', answered: 'answered', settled: 'closed' },
  closed: { written: 'open' },
};

export type CaseStep = { readonly from: readonly CaseState[]; readonly to: CaseState };

/** From which states an event leads on, and where to. Throws when the table knows no such event. */
export function caseStep(event: CaseEvent): CaseStep {
  const states = Object.keys(caseJourney) as CaseState[];
  const from = states.filter((state) => caseJourney[state][event] !== undefined);
  const [to, ...others] = new Set(from.map((state) => caseJourney[state][event]));
  if (to === undefined || others.length > 0) throw new AppError('bug', `${event} leads to no one state`);
  return { from, to };
}
