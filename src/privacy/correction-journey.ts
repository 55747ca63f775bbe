import { AppError } from '#kernel';

/**
 * `draft`: begun, not sent; `sent`: the desk has to decide, the legal clock runs; `needs_more`: it waits for the member;
 * `decided`: two officers agreed, and it is being carried out.
 */
export type CorrectionState =
  | 'none'
  | 'draft'
  | 'sent'
  | 'needs_more'
  | 'decided'
  | 'accepted'
  | 'refused'
  | 'withdrawn';
export type CorrectionEvent =
  | 'begun'
  | 'sent'
  | 'withdrawn'
  | 'agreed'
  | 'made'
  | 'turned_down'
  | 'more_asked'
  | 'merged'
  | 'not_possible';

type Table = Readonly<Record<CorrectionState, Partial<Record<CorrectionEvent, CorrectionState>>>>;

/**
 * A request for a correction as a table; the statements take the states that they check and write from here. Once two
 * officers have agreed nothing is taken back: what they decided is carried out a moment later.
 */
export const correctionJourney: Table = {
  none: { begun: 'draft' },
  draft: { sent: 'sent' },
  sent: { withdrawn: 'withdrawn', agreed: 'decided', merged: 'accepted' },
  needs_more: { sent: 'sent', withdrawn: 'withdrawn', merged: 'accepted' },
  decided: { made: 'accepted', turned_down: 'refused', more_asked: 'needs_more', not_possible: 'sent' },
  accepted: {},
  refused: {},
  withdrawn: {},
};

export type CorrectionStep = { readonly from: readonly CorrectionState[]; readonly to: CorrectionState };

/** From which states an event leads on, and where to. Throws when the table knows no such event. */
export function correctionStep(event: CorrectionEvent): CorrectionStep {
  const states = Object.keys(correctionJourney) as CorrectionState[];
  const from = states.filter((state) => correctionJourney[state][event] !== undefined);
  const [to, ...others] = new Set(from.map((state) => correctionJourney[state][event]));
  if (to === undefined || others.length > 0) throw new AppError('bug', `${event} leads to no one state`);
  return { from, to };
}
