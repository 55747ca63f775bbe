import { randomInt } from 'node:crypto';

/** No vowels, so that no word appears by chance, and nothing that sounds or looks like another: read out on the phone. */
const letters = '23456789CDFGHJKLMPRTVWXY';
const groups = 2;
const groupLength = 4;

/** A number like K-7DFH-2MRX: 24^8, about 10^11, so that guessing one that exists is hopeless behind a limit. */
export function newCaseNumber(): string {
  const group = () => Array.from({ length: groupLength }, () => letters[randomInt(letters.length)]).join('');
  return ['K', ...Array.from({ length: groups }, group)].join('-');
}
