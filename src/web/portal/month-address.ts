import { isId, type Month, parseMonth } from '#kernel';
import type { Visit } from '#platform';

type CardMonth = { readonly membershipId: string; readonly month: Month };

export const monthPageAddress = ({ membershipId, month }: CardMonth): string =>
  `/contributions/month/${membershipId}/${month}`;

export const payslipAddress = ({ membershipId, month }: CardMonth): string =>
  `/contributions/payslip/${membershipId}/${month}`;

/** The card and month that the address of a page with `:card/:month` names. */
export function monthIn({ context: { req } }: Visit): CardMonth | undefined {
  const membershipId = req.param('card') ?? '';
  const month = parseMonth(req.param('month') ?? '');
  return isId(membershipId) && month ? { membershipId, month } : undefined;
}
