/** What employers owe: bills, payments of the banks, what each was used for, arrears and penalties. */
export { allocatePayments } from './allocate.ts';
export { billOf, billsOf, payerAccount, type PayerAccount } from './bills.ts';
export { heldBilling } from './held-billing.ts';
export { importPayments } from './import-payments.ts';
export { issueBills, issueTask } from './issue-bills.ts';
export { paymentPage, paymentPath, signPayment } from './payment-page.ts';
export { allocateTask, type PaymentRefusal, type Received, receivePayment } from './receive-payment.ts';
export { declareIncome, type DeclareRefusal, makeOwnBill, ownBillTask } from './own-bill.ts';
export { lastIncome, newestDeclaration } from './queries-own.ts';
export { paymentsOf, type UsedPayment } from './queries.ts';
export type { BankPayment, Bill, BillingServices, BillState } from './types.ts';
export { matchPayment, type MatchRefusal, type UnmatchedPayment, unmatchedPayments } from './unmatched.ts';
export { type BillingDifference, verifyBilling } from './verify.ts';
