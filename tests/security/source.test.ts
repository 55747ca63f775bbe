import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesWith, placesOf } from '../support/sources.ts';

const root = join(import.meta.dirname, '../..');

test('[V1.2.5] only PostgreSQL’s own programs are started, by their path and never through a shell', () => {
  assert.deepEqual(filesWith(/child_process/), ['src/platform/embedded-postgres.ts']);
  // With a dot in front it is a pattern's.
  assert.deepEqual(placesOf(/(?<!\.)\bexec\(|execSync\(|shell:/), []);
});

test('[V1.3.2] nothing turns text into a program', () => {
  assert.deepEqual(
    placesOf(/\beval\(|new Function\b|\bFunction\(['"`]|node:vm|set(?:Timeout|Interval)\(['"`]/),
    [],
  );
});

test('[V1.2.9] a pattern is made of constants, or of text whose every special character was escaped', () => {
  const made = placesOf(/new RegExp\([^/'"]{0,60}/).map((place) => place.split(': ')[0]);
  assert.deepEqual(
    [...new Set(made)],
    [
      'src/activity/proof.ts',
      'src/cases/case-number.ts',
      'src/notifications/find-references.ts',
      'src/notifications/same-words.ts',
      'src/platform/setting-types.ts',
      'src/sso/forget-browser.ts',
      'src/web/public/fraud-signs.ts',
    ],
  );
  const escaping = readFileSync(join(root, 'src/notifications/same-words.ts'), 'utf8');
  assert.ok(
    escaping.includes(String.raw`.replaceAll(/[.*+?^${'$'}{}()|[\]\\/]/g, String.raw`),
    'the escaping',
  );
});

test('[V1.3.5 V1.3.7] there is no template language and no markup that people could write', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const engines =
    /node_modules\/(?:ejs|handlebars|mustache|nunjucks|pug|eta|liquidjs|marked|markdown-it|showdown|remark|lodash\.template)$/;
  const running = Object.keys(packages).filter((name) => packages[name]?.dev !== true);
  assert.deepEqual(
    running.filter((name) => engines.test(name)),
    [],
  );
  // Markup that is not escaped is made in these files only, from our own text.
  assert.deepEqual(filesWith(/trustedHtml\(/), trustedMarkup);
});

/** Drawings, attributes and wrappers made of figures and of our own words. A file that joins this list is looked at here. */
const trustedMarkup: readonly string[] = [
  'src/platform/html.ts',
  'src/web/layout/charts.ts',
  'src/web/layout/data-table.ts',
  'src/web/layout/form-parts.ts',
  'src/web/layout/page.ts',
  'src/web/layout/parts.ts',
  'src/web/layout/passkey-part.ts',
  'src/web/layout/qr-code.ts',
  'src/web/layout/styles.ts',
  'src/web/layout/text-area.ts',
  'src/web/public/status-days.ts',
];

test('[V1.3.10] what is logged has a constant sentence; values stand beside it, never in it', () => {
  const calls = placesOf(/\.(?:debug|info|warn|error)\((?:[^()]|\([^()]*\))*\)/).filter((place) =>
    /\blog\b|log\./.test(place),
  );
  assert.deepEqual(
    calls.filter((place) => /`/.test(place)),
    [],
  );
  assert.deepEqual(placesOf(/console\.(?:log|info|warn|error|debug)\(/), []);
});

test('[V1.5.1] XML is read by one strict parser in one place, and a browser or another library reads none', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const parsers = Object.keys(packages).filter(
    (name) =>
      packages[name]?.dev !== true &&
      /\/(?:.*xml(?!chars).*|sax|saxes|exceljs|xlsx|.*xmldom.*|jsdom)$/.test(name),
  );
  assert.deepEqual(parsers, ['node_modules/saxes']);
  assert.deepEqual(
    placesOf(/from 'saxes'/).map((place) => place.replace(/:.*/, '')),
    ['src/filings/workbook-parts.ts'],
  );
  const browser = /src\/web\/layout\/browser\//;
  assert.deepEqual(
    placesOf(/text\/xml|application\/xml|DOMParser/).filter((place) => !browser.test(place)),
    [],
  );
});

test('[V1.5.2] JSON is the only thing that is read back into objects', () => {
  // Of v8 only what turns a switch of the machine.
  assert.deepEqual(
    placesOf(
      /(?<!\{ setFlagsFromString \} from ')node:v8|\bdeserialize\(|unserialize|js-yaml|from 'yaml'|msgpack|bson/,
    ),
    [],
  );
});

test('[V3.2.2] scripts put text into pages as text, never as markup', () => {
  assert.deepEqual(
    placesOf(/\.(?:inner|outer)HTML|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc/),
    [],
  );
});

test('[V3.5.5] no page listens to messages from other windows', () => {
  const listeners = placesOf(/[\w.]*addEventListener\('message'|\bonmessage\b|window\.postMessage/);
  // A BroadcastChannel reaches pages of the same origin only.
  assert.deepEqual(listeners, ["src/web/layout/browser/signed-out.ts: channel.addEventListener('message'"]);
  const [channel] = placesOf(/new BroadcastChannel\(/);
  assert.match(channel ?? '', /signed-out\.ts/);
});

test('[V6.2.7] no page hinders pasting, dropping or a password manager', () => {
  assert.deepEqual(
    placesOf(/onpaste|oncopy|ondrop|addEventListener\(['"](?:paste|copy|cut|drop|beforeinput)['"]/),
    [],
  );
});

test('[V6.5.3 V7.2.3 V11.5.1] chance that protects something comes from the system’s source only', () => {
  assert.deepEqual(placesOf(/Math\.random|randomUUID|pseudoRandom|xorshift|mulberry/i), []);
});

test('[V11.2.1] ciphers, hashes and signatures come from Node’s OpenSSL and the named libraries', () => {
  assert.deepEqual(
    placesOf(/from '(?:crypto-js|node-forge|tweetnacl|bcryptjs|sjcl|elliptic|md5|sha\.?js|jsrsasign)'/),
    [],
  );
  assert.deepEqual(filesWith(/from '@node-rs\/argon2'/), ['src/accounts/password-hash.ts']);
});

test('[V11.3.1 V11.3.2] the only cipher is AES-256-GCM; nothing is encrypted with RSA', () => {
  const ciphers = placesOf(/create(?:C|Dec)ipheriv\(\s*'[^']+'/).map((place) => place.split("'")[1]);
  assert.deepEqual(ciphers, ['aes-256-gcm', 'aes-256-gcm']);
  assert.deepEqual(
    placesOf(/-ecb|-cbc|RSA1_5|RSA_PKCS1_PADDING|publicEncrypt|privateDecrypt|\bDES\b|RC4|blowfish/i),
    [],
  );
});

test('[V11.4.1 V11.4.3] SHA-256 everywhere; SHA-1 only to read lists and hashes of others, MD5 nowhere', () => {
  const weak = placesOf(/createH(?:ash|mac)\(\s*'(?!sha256')[^']+'/);
  assert.deepEqual(weak, ["src/accounts/breached-passwords.ts: createHash('sha1'"]);
  const named = filesWith(/'(?:md4|md5|sha1|SHA1|ripemd160)'/);
  assert.deepEqual(named, [
    'src/accounts/breached-passwords.ts',
    // Passwords of another system, once, until they are made anew.
    'src/accounts/foreign-hash.ts',
    // What authenticator apps know (RFC 6238).
    'src/accounts/totp.ts',
  ]);
});

test('[V11.4.4] no key is made of a password: keys come from the master key, which is random', () => {
  assert.deepEqual(filesWith(/\bpbkdf2|\bscrypt/), [
    'src/accounts/foreign-hash.ts',
    'src/accounts/foreign-time.ts',
  ]);
  assert.deepEqual(filesWith(/hkdf/), ['src/platform/key-ring.ts']);
});

test('[V12.1.3] nobody is believed about a certificate of a client: none is asked for, and no header names one', () => {
  assert.deepEqual(
    placesOf(/client-?cert|ssl-client|client-verify|requestCert|tls_client_auth|mTLS|getPeerCertificate/i),
    [],
  );
});

test('[V12.3.2] nothing turns the checking of certificates off or lowers the version of TLS', () => {
  assert.deepEqual(
    placesOf(/rejectUnauthorized|checkServerIdentity|NODE_TLS_REJECT|minVersion|secureProtocol|ciphers:/),
    [],
  );
});

test('[V13.1.1 V13.2.4] what calls others stands in docs/operations.md, and nothing else does', () => {
  const calling = filesWith(
    /(?<![.\w])fetch\((?!\))|import \{[^}]*\b(?:request|connect)\b[^}]*\} from 'node:(?:https?|net|tls)'|(?:from |require\('?|import\()'?(?:nodemailer|smpp|pg)'/,
  ).filter((file) => !/^src\/web\/(?:inbox|layout\/browser)\//.test(file));
  const [, told = ''] =
    /<!-- calls -->([\s\S]*)<!-- end of calls -->/.exec(
      readFileSync(join(root, 'docs/operations.md'), 'utf8'),
    ) ?? [];
  const named = [...told.matchAll(/src\/[\w/-]+\.ts/g)].map(([file]) => file);
  assert.deepEqual(calling, named.toSorted());
});

test('[V13.4.2] the sign-in pages that the library brings for trying it out are off', () => {
  assert.deepEqual(placesOf(/devInteractions: \{[^}]*\}/), [
    'src/sso/provider-configuration.ts: devInteractions: { enabled: false }',
  ]);
});

test('[V14.3.3] no script keeps anything in the browser', () => {
  assert.deepEqual(
    placesOf(/localStorage|sessionStorage|indexedDB|\bcaches\.|serviceWorker|document\.cookie|cookieStore/),
    [],
  );
});

test('[V15.3.2] nothing that the program calls can send it on to another address', () => {
  const calls = placesOf(/(?<![.\w])fetch\([a-z][^;]*;/).filter(
    (place) => !place.startsWith('src/web/inbox/'),
  );
  assert.ok(calls.length >= 4, String(calls.length));
  assert.deepEqual(
    calls.filter((place) => !/redirect: '(?:error|manual)'/.test(place)),
    [],
  );
});

test('[V15.3.5] types are strict, and values are compared with their types', () => {
  const settings = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
    compilerOptions: Record<string, unknown>;
  };
  const rules = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as {
    rules: Record<string, unknown>;
  };
  for (const name of ['strict', 'noUncheckedIndexedAccess', 'exactOptionalPropertyTypes'])
    assert.equal(settings.compilerOptions[name], true, name);
  for (const name of ['eslint/eqeqeq', 'typescript/no-explicit-any', 'typescript/ban-ts-comment'])
    assert.equal(rules.rules[name], 'error', name);
  assert.deepEqual(placesOf(/\w [=!]= \w/), []);
});

test('[V16.2.3] the log goes to standard error and nowhere else', () => {
  assert.deepEqual(placesOf(/(?<!\.)\bdestination\([^)]*\)|\bpino\(|pino\.transport|node:syslog/), [
    'src/platform/log.ts: pino(',
    'src/platform/log.ts: destination({ dest: 2, sync: true })',
  ]);
});
