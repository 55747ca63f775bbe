import { randomFor } from './random.ts';

/**
 * Employer, card and phone numbers: within a seed each key has its own, and each seed begins at another place of the
 * circle of numbers, so that the files of two seeds can be imported into one database.
 */
export type Numbers = {
  /** Eight digits from 20000000 on; numbers below are left to the cast. */
  employer(key: number): string;
  /** Eleven digits, leading zeros included; those that begin with 1 are left to the cast. */
  card(number: number): string;
  /** 0800 is no mobile prefix in Indonesia. */
  phone(owner: number): string;
};

const employerNumbers = 80_000_000;
const cardNumbers = 90_000_000_000;
const phoneNumbers = 100_000_000;

export function numbersFor(seed: number): Numbers {
  const random = randomFor(seed, 'numbers', 0);
  const firstEmployer = random.below(employerNumbers);
  const firstCard = random.below(cardNumbers);
  const firstPhone = random.below(phoneNumbers);
  return {
    employer: (key) => String(20_000_000 + ((key * 48_271_931 + firstEmployer) % employerNumbers)),
    card: (number) => {
      const spread = (number * 61_803_399 + firstCard) % cardNumbers;
      return String(spread < 10_000_000_000 ? spread : spread + 10_000_000_000).padStart(11, '0');
    },
    phone: (owner) => `+62800${String((owner + firstPhone) % phoneNumbers).padStart(8, '0')}`,
  };
}
