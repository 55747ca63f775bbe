/** As many payers as one transaction and one job take. */
export const payersAtOnce = 500;
