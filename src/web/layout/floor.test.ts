import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testConfig } from '../../../tests/support/visit.ts';
import { browserScript, newPasswordScript, passkeyScript } from './assets.ts';
import { minifyCss } from './minify-css.ts';
import { styleSheet } from './styles.ts';

/** What a Chrome 61 WebView does not know. Inside @supports it is welcome, because the rules before it are the fallback. */
const newerCss: Readonly<Record<string, RegExp>> = {
  'flex gap': /[{;](?:row-|column-)?gap:/,
  inset: /[{;]inset[\w-]*:/,
  'min(), max(), clamp()': /[:,( ](?:min|max|clamp)\(/,
  'new selectors': /:(?:is|where|has|focus-visible|focus-within|modal|any-link)\b/,
  ':not() with a list': /:not\([^)]*,/,
  'aspect-ratio': /aspect-ratio/,
  'logical properties': /(?:margin|padding|border|inset)-(?:inline|block)/,
  'at-rules': /@(?:layer|container|property|scope|starting-style)/,
  'colour functions': /color-mix|oklch|oklab|light-dark|\b(?:rgb|hsl)\([^,)]*\)/,
  'hex colours with alpha': /#(?:[0-9a-f]{8}|[0-9a-f]{4})\b/i,
  'range media queries': /@media[^{]*[<>]/,
  'newer units': /\d(?:dvh|svh|lvh|lh|cqw)\b/,
  'newer properties':
    /accent-color|scroll-margin|overflow:clip|overflow-wrap:anywhere|backdrop-filter|translate:|scale:/,
  'place- and custom properties': /var\(|[{;]--/,
  'functions of the environment': /env\(/,
  nesting: /&/,
};

function outsideSupports(css: string): string {
  return css.replaceAll(/@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*\}/g, '');
}

function newerThanTheFloor(css: string): string[] {
  return Object.keys(newerCss).filter((name) => newerCss[name]?.test(outsideSupports(css)));
}

test('the style sheet holds nothing newer than Chrome 61', () => {
  assert.deepEqual(newerThanTheFloor(styleSheet(testConfig).css), []);
});

test('newer CSS is noticed, unless it stands behind @supports', () => {
  for (const rule of [
    'a{display:flex;gap:4px}',
    'a{inset:0}',
    'a{width:min(1px,2px)}',
    'a:is(b){color:red}',
    'a{color:#11223344}',
    'a{aspect-ratio:1}',
    '@media(width>=1px){a{color:red}}',
  ])
    assert.equal(newerThanTheFloor(rule).length, 1, rule);
  assert.deepEqual(newerThanTheFloor('@supports(gap:1px){a{gap:4px}}'), []);
});

/** Syntax after ES2017, and functions that came after Chrome 61. */
const newerScript: Readonly<Record<string, RegExp>> = {
  'optional chaining': /\?\.(?!\d)/,
  'nullish coalescing': /\?\?/,
  'logical assignment': /&&=|\|\|=/,
  'catch without a name': /catch\s*\{/,
  'object spread': /\{\s*\.\.\./,
  'private names': /\.#|^\s*#/m,
  'numeric separators': /\d_\d/,
  'big integers': /\b\d+n\b/,
  'class fields': /^\s*static\s|^\s*(?:class)\b/m,
  'newer functions':
    /\.(?:flat|flatMap|at|replaceAll|matchAll|finally|replaceChildren|toggleAttribute|requestSubmit|trimEnd|trimStart|description)\(|Object\.(?:fromEntries|hasOwn)|globalThis|structuredClone|queueMicrotask|AbortController|allSettled/,
  'dynamic import': /import\(/,
};

test('the browser scripts hold nothing newer than Chrome 61', () => {
  // A browser that offers passkeys while one types (Chrome 108) has this; it stands behind the question whether it does.
  const [before = '', after = ''] = passkeyScript.split('isConditionalMediationAvailable()');
  const script =
    browserScript +
    newPasswordScript +
    before.replace('let autofill', '') +
    after.replace('AbortController', '');
  const found = Object.keys(newerScript).filter((name) => newerScript[name]?.test(script));
  assert.deepEqual(found, []);
});

test('minifying keeps strings, selectors and calc as they are', () => {
  assert.equal(
    minifyCss(
      `/* a */ :root { --x: #fff; }\na > b,\n a :focus { content: 'x  ; y' ; width: calc(100% - 2px); color: var(--x); }`,
      {},
    ),
    `a>b,a :focus{content:'x  ; y';width:calc(100% - 2px);color:#fff}`,
  );
  assert.throws(() => minifyCss('a { color: var(--nobody); }', {}), /--nobody/);
});
