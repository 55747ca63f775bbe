const dashes = '\\-\\u2010-\\u2015\\u2212';
const symbols = '[A-HJKMNP-Z2-9]';
const reference = (between: string) =>
  new RegExp(
    `(?<![A-Za-z0-9])(${symbols.replace('2-9', '')}${symbols}{3})${between}(${symbols}{4})(?![A-Za-z0-9])`,
    'gi',
  );

/** After the word "Ref" anything may stand between the halves; elsewhere a dash must, or half of all words would do. */
const afterItsName = new RegExp(
  `\\bref(?:erensi|erence|\\.)?[\\s:]*${reference(`[\\s${dashes}]*`).source}`,
  'gi',
);
const withDash = reference(`\\s*[${dashes}]\\s*`);
const alone = new RegExp(`^\\s*${reference(`[\\s${dashes}]*`).source}\\s*$`, 'gi');

const mostReferences = 5;

/** The references that stand in a pasted text, the likeliest first: `K7M3-9Q2P`. Small letters and lost dashes do not matter. */
export function findReferences(pasted: string): string[] {
  const found = [alone, afterItsName, withDash].flatMap((pattern) =>
    [...pasted.matchAll(pattern)].map(([, head = '', tail = '']) => `${head}-${tail}`.toUpperCase()),
  );
  return [...new Set(found)].slice(0, mostReferences);
}

/** True when nothing but the reference was pasted, with or without its word. */
export function isOnlyReference(pasted: string): boolean {
  return pasted.length <= 30 && /^\s*(?:ref\w*[.:\s]*)?[\w\s\-\u2010-\u2015\u2212]+$/i.test(pasted);
}
