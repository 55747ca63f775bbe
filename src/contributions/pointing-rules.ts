/*
 * When a reported wage is pointed out to the member. No law says it: these are rules of Go ID (docs/decisions/0037), which
 * only lead to a question and never to a judgement. All of them are here.
 */

/**
 * A wage fell when it is more than so many percent under the lowest of the months before: smaller differences come from
 * rounding and from days not worked.
 */
export const wageFallPercent = 5;

/**
 * So many reported months before it, on the same card. Because the lowest of them counts, a single month with a bonus makes no
 * fall of the month after it, and a fall that lasts is pointed out once, in its first month. The last month of a card may be
 * a part of one and is left out.
 */
export const comparedMonths = 3;

/**
 * A wage that begins to stand at exactly the minimum wage of the employer's province contradicts the history when so many months
 * of the year before were reported with more than `wageFallPercent` above it, on this card or on one that has ended since.
 */
export const higherMonths = 3;

/*
 * A wage under the minimum of the employer's province is pointed out in the first month of each year that is under it: a lasting
 * one once a year, because the minimum changes in January. The first and the last month of a card may be a part of one.
 */

/** Late payments and wages are pointed out for so long after they became known; what is missing or unpaid, until it is mended. */
export const recentDays = 365;
