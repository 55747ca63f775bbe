/** The largest wage that is believed, 10^12 rupiah; it also keeps shares within 64 bits. */
export const largestWage = 1_000_000_000_000n;

/** The largest contract that is believed, 10^15 rupiah. */
export const largestContract = 1_000_000_000_000_000n;
