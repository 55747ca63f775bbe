import type { Config } from '#platform';
import { isBreached } from './breached-passwords.ts';
import { wordsOfTheHouse } from './context-words.ts';
import { followsPasswordRule, normalisePassword } from './password-rule.ts';
import { passwordStrength, type StrengthScore } from './password-strength.ts';

/** Why a new password is refused; each has a sentence that says what to do. */
export type PasswordFault = 'rule' | 'long' | 'personal' | 'breached' | 'guessable';
export type PasswordVerdict = {
  readonly faults: readonly PasswordFault[];
  /** For the meter. */
  readonly score: StrengthScore;
};

/**
 * Judges a new password by product.md G12: long enough, not one that is known from breaches, not easily guessed and
 * not made of what others know of its owner (`own`: names, birth date, numbers, addresses) or of the house's own words. No fault: it may be used.
 */
export async function checkPassword(
  config: Config,
  password: string,
  own: readonly string[],
): Promise<PasswordVerdict> {
  const normal = normalisePassword(password);
  const length = Array.from(normal).length;
  if (length > config.PASSWORD_MAXIMUM_LENGTH) return { faults: ['long'], score: 0 };
  const words = ownWords(own);
  const houseWords = wordsOfTheHouse(config);
  const [breached, score] = await Promise.all([
    isBreached(config, normal),
    passwordStrength(normal, [...words, ...houseWords]),
  ]);
  const faults: PasswordFault[] = [];
  if (!followsPasswordRule(config, normal)) faults.push('rule');
  if (isMadeOf(normal, words)) faults.push('personal');
  if (breached) faults.push('breached');
  else if (score < config.PASSWORD_MINIMUM_SCORE || isMadeOf(normal, houseWords)) faults.push('guessable');
  return { faults, score: breached ? 0 : score };
}

const shortestWord = 4;

/** The words and numbers of it that are long enough to be recognised, small letters. */
function ownWords(own: readonly string[]): string[] {
  const words = own.flatMap((text) => {
    const small = text.normalize('NFC').toLowerCase();
    const at = small.indexOf('@');
    const name = at > 0 ? small.slice(0, at) : small;
    return [name.replaceAll(/[^\p{L}\p{Nd}]/gu, ''), ...name.split(/[^\p{L}\p{Nd}]+/u)];
  });
  return [...new Set(words)].filter((word) => word.length >= shortestWord);
}

/** Made of words: without them fewer than eight characters are left. */
const leastOfItsOwn = 8;

function isMadeOf(password: string, words: readonly string[]): boolean {
  let rest = password.toLowerCase();
  for (const word of [...words].toSorted((one, two) => two.length - one.length))
    rest = rest.replaceAll(word, '');
  return rest.length < password.length && Array.from(rest).length < leastOfItsOwn;
}
