/** What employers owe: bills, payments of the banks, what each was used for, arrears and penalties. */
export { allocatePayments } from './allocate.ts';
export {
  type DecideRefusal,
  decideRefund,
  type RefundDecision,
  mayDecideRefund,
  refundsAtWork,
} from './decide-refund.ts';
export { refundFile, refundFiles, sendRefunds } from './refund-files.ts';
export { type ReadersOf, remindPayers, remindTask } from './remind.ts';
export { chooseReminders, wantsReminders } from './reminder-choice.ts';
export {
  type ClaimDecision,
  type ClaimOutcome,
  claimOutcomes,
  type ClaimRefusal,
  closeClaim,
  type SaidClaim,
} from './close-claim.ts';
export { billOf, billsOf, payerAccount, type PayerAccount } from './bills.ts';
export { heldBilling } from './held-billing.ts';
export { importPayments } from './import-payments.ts';
export { issueBills, issueTask } from './issue-bills.ts';
export { paymentPage, paymentPath, signPayment } from './payment-page.ts';
export { allocateTask, type PaymentRefusal, type Received, receivePayment } from './receive-payment.ts';
export { declareIncome, type Declared, type DeclareRefusal, makeOwnBill, ownBillTask } from './own-bill.ts';
export { lastDeclaration, newestDeclaration } from './queries-own.ts';
export { type BankReversal, receiveReversal, type ReversalRefusal } from './receive-reversal.ts';
export {
  askRefund,
  type AskRefund,
  type AskRefusal,
  hasWaitingRefund,
  refundsOf,
  withdrawRefund,
} from './refund.ts';
export type { Refund, RefundDestination, RefundServices } from './refund-types.ts';
export { sealedColumns as sealedBillingColumns } from './keyed-columns.ts';
export { correctionsOn, paymentsOf, type UsedPayment } from './queries.ts';
export type { BankPayment, Bill, BillingServices, BillState } from './types.ts';
export {
  matchPayment,
  type MatchRefusal,
  type ReversedAfterRefund,
  reversedAfterRefund,
  type UnmatchedPayment,
  unmatchedPayments,
} from './unmatched.ts';
export { type BillingDifference, verifyBilling } from './verify.ts';
