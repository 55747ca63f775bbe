import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOf, matchesForeign, readForeignHash } from './foreign-hash.ts';

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64').replaceAll('=', '');
const text64 = (text: string) => Buffer.from(text).toString('base64').replaceAll('=', '');
const greek = 'Ιωαννης';

/** Published hashes: source, password, notation, cost. */
const vectors = [
  ['crypt_blowfish', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'bcrypt/5'],
  ['crypt_blowfish', 'U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a', 'bcrypt/5'],
  [
    'crypt_blowfish, more than 72 bytes',
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
    'bcrypt/5',
  ],
  ['PHP writes 2y', 'U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'bcrypt/5'],
  ['bcrypt 2b', 'password', '$2b$10$cgT08pfGUo9SUIIvXrIJ1uSXp0VJmOIKgEC6vqGvqRddK4Z3JB28G', 'bcrypt/10'],
  [
    'Passlib',
    'password',
    '$pbkdf2$1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI',
    'pbkdf2-sha1/1212',
  ],
  [
    'Passlib',
    'password',
    '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
    'pbkdf2-sha256/1212',
  ],
  [
    'Passlib, letters beyond ASCII',
    greek,
    '$pbkdf2-sha256$1212$3SABFJGDtyhrQMVt1uABPw$WyaUoqCLgvz97s523nF4iuOqZNbp5Nt8do/cuaa7AiI',
    'pbkdf2-sha256/1212',
  ],
  [
    'Passlib',
    'password',
    '$pbkdf2-sha512$1212$RHY0Fr3IDMSVO/RSZyb5ow$eNLfBK.eVozomMr.1gYa17k9B7KIK25NOEshvhrSX.esqY3s.FvWZViXz4KoLlQI.BzY/YTNJOiKc5gBYFYGww',
    'pbkdf2-sha512/1212',
  ],
  [
    'RFC 6070, in PHC form',
    'password',
    `$pbkdf2-sha1$i=4096,l=20$${text64('salt')}$${base64('4b007901b765489abead49d926f721d065a429c1')}`,
    'pbkdf2-sha1/4096',
  ],
  [
    'RFC 7914 §11, in PHC form',
    'passwd',
    `$pbkdf2-sha256$i=1$${text64('salt')}$${base64(
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    )}`,
    'pbkdf2-sha256/1',
  ],
  ['LDAP', 'test123', '{SSHA256}czO44OTV17PcF1cRxWrLZLy9xHd7CWyVYplr1rOhuMlx/7IK', 'sha256/1'],
  [
    'LDAP',
    'test123',
    '{SSHA512}xPUl/px+1cG55rUH4rzcwxdOIPSB2TingLpiJJumN2xyDWN4Ix1WQG3ihnvHaWUE8MYNkvMi5rf0C9NYixHsE6Yh59M=',
    'sha512/1',
  ],
  [
    'hashcat 1410',
    'hashcat',
    `$sha256$o=ps$${text64('53743528')}$${base64('c73d08de890479518ed60cf670d17faa26a4a71f995c1dcc978165399401a6c4')}`,
    'sha256/1',
  ],
  [
    'hashcat 1420',
    'hashcat',
    `$sha256$o=sp$${text64('560407001617')}$${base64('eb368a2dfd38b405f014118c7d9747fcc97f4f0ee75c05963cd9da6ee65ef498')}`,
    'sha256/1',
  ],
  [
    'hashcat 1720',
    'hashcat',
    `$sha512$o=sp$${text64('2613516180127')}$${base64(
      '976b451818634a1e2acba682da3fd6efa72adf8a7a08d7939550c244b237c72c7d42367544e826c0c83fe5c02f97c0373b6b1386cc794bf0d21d2df01bb9c08a',
    )}`,
    'sha512/1',
  ],
] as const;

for (const [source, password, notation, cost] of vectors)
  test(`${source}: ${notation.slice(0, 24)}… is matched by its password alone`, async () => {
    const read = readForeignHash(notation);
    assert.ok(read.ok);
    assert.equal(costOf(read.value), cost);
    assert.equal(await matchesForeign(read.value, password), true);
    assert.equal(await matchesForeign(read.value, `${password.slice(0, 70)}x`), false);
    assert.equal(await matchesForeign(read.value, ''), false);
  });

/** What is refused at the import, and why. */
const refusedNotations = [
  ['a plain password', 'rahasia123', 'password_hash_unknown'],
  ['nothing', '', 'password_hash_unknown'],
  ['plain MD5', '5f4dcc3b5aa765d61d8327deb882cf99', 'password_hash_unknown'],
  [
    'a bcrypt hash cut short',
    '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyO',
    'password_hash_unknown',
  ],
  [
    'bcrypt of cost 3',
    '$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    'password_hash_unknown',
  ],
  [
    'bcrypt of cost 15',
    '$2a$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    'password_hash_too_costly',
  ],
  [
    '0 iterations',
    '$pbkdf2-sha256$0$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
    'password_hash_unknown',
  ],
  [
    '2,000,001 iterations',
    '$pbkdf2-sha256$2000001$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
    'password_hash_too_costly',
  ],
  [
    'PBKDF2 with another digest',
    '$pbkdf2-md5$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPQ',
    'password_hash_unknown',
  ],
  ['a short PBKDF2 hash', '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68Oi', 'password_hash_unknown'],
  ['SSHA256 without a salt', `{SSHA256}${Buffer.alloc(32).toString('base64')}`, 'password_hash_unknown'],
  ['a digest of the wrong length', `$sha256$o=sp$c2FsdA$${base64('00'.repeat(31))}`, 'password_hash_unknown'],
] as const;

for (const [name, notation, reason] of refusedNotations)
  test(`${name} is refused as ${reason}`, () => {
    assert.deepEqual(readForeignHash(notation), { ok: false, refusal: reason });
  });
