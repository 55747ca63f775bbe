import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openDatabase, sql } from '#platform';
import { commands } from '../../src/commands/commands.ts';
import { examineSecretFiles } from '../../src/commands/doctor-rights.ts';
import { runGoid, runLines } from '../support/command.ts';
import { newBrowser } from '../support/cookie-jar.ts';
import { testMasterKeys } from '../support/keys.ts';
import { freePortBase } from '../support/ports.ts';
import { startProgram } from '../support/program.ts';

const program = await startProgram();
const { environment, origins } = program;
const goid = (...words: string[]) => runGoid(words, environment);
const home = mkdtempSync(join(tmpdir(), 'goid-others-'));
after(() => rmSync(home, { recursive: true, force: true }));

type Finding = { subject: string; well: boolean; found: string; mend?: string };

const inProduction = {
  GOID_HOME: home,
  NODE_ENV: 'production',
  DATABASE_URL: program.databaseUrl,
  MASTER_KEYS: testMasterKeys,
  ...Object.fromEntries(
    ['SSO', 'PORTAL', 'CONSOLE', 'EMPLOYER', 'API'].map((face) => [
      `${face}_ORIGIN`,
      `https://${face.toLowerCase()}.goid.example`,
    ]),
  ),
};

test('every command explains itself without touching anything', async () => {
  const names = Object.keys(commands);
  const [overview, nothing, ...helps] = await runLines(
    [['--help'], [], ...names.map((name) => [name, '--help'])],
    { GOID_HOME: home, PORT_BASE: 'nonsense' },
  );
  assert.deepEqual([overview?.code, nothing?.code, helps.length], [0, 2, names.length]);
  for (const [index, name] of names.entries()) {
    assert.match(overview?.output ?? '', new RegExp(`^  ${name} `, 'm'));
    assert.deepEqual([helps[index]?.code, helps[index]?.fault], [0, ''], name);
    assert.match(helps[index]?.output ?? '', new RegExp(`\\./goid ${name}`));
  }
  const alone = await runGoid(['serve', '--help'], { GOID_HOME: home, PORT_BASE: 'nonsense' });
  assert.deepEqual([alone.code, alone.fault], [0, '']);
  assert.equal((await runGoid([], { GOID_HOME: home })).code, 2);
});

test('a word that a command does not understand is a mistake of usage, before anything is touched', async () => {
  // Whatever a member types is understood by explain: it may be a username.
  const names = Object.keys(commands).filter((one) => one !== 'explain');
  const ended = await runLines(
    names.map((name) => [name, 'entah']),
    { GOID_HOME: home },
  );
  for (const [index, name] of names.entries()) {
    assert.deepEqual([ended[index]?.code, ended[index]?.output], [2, ''], name);
    assert.match(ended[index]?.fault ?? '', /entah|\.\/goid/, name);
  }
});

test('what was typed wrong is named in words of our own, and the version is told', async () => {
  const [unknown, value, missing, short, version] = await runLines(
    [
      ['status', '--jsn'],
      ['status', '--json=x'],
      ['explain', 'x', '--json', '--from'],
      ['status', '-j'],
      ['--version'],
    ],
    { GOID_HOME: home },
  );
  const help = (name: string) => `./goid ${name} --help shows the options.\n`;
  assert.equal(unknown?.fault, `There is no option --jsn.\n${help('status')}`);
  assert.equal(value?.fault, `--json takes no value.\n${help('status')}`);
  assert.equal(missing?.fault, `There is no option --from.\n${help('explain')}`);
  assert.equal(short?.fault, `There is no option -j.\n${help('status')}`);
  assert.deepEqual([version?.code, version?.output], [0, 'Go ID 0.1.0\n']);
  const [ambiguous, last] = await runLines(
    [
      ['touched', '--actor', '--csv'],
      ['touched', '--actor'],
    ],
    { GOID_HOME: home },
  );
  for (const one of [ambiguous, last]) assert.equal(one?.fault, `--actor takes a value.\n${help('touched')}`);
});

test('the options of a command stand in a column, and every option of clients in its forms', async () => {
  const { output } = await runGoid(['clients', '--help'], { GOID_HOME: home });
  const starts = output
    .split('\n')
    .filter((line) => line.startsWith('  --'))
    .map((line) => /^ {2}--\S+(?: [A-Z]+)? +/.exec(line)?.[0].length);
  assert.equal(new Set(starts).size, 1, output);
  assert.match(output, /add .*--backchannel-logout-uri URL/);
  const serve = (await runGoid(['serve', '--help'], { GOID_HOME: home })).output;
  assert.match(serve, /Faces: sso, portal, console, employer\. The worker/);
});

test('generate names all that is missing, and a folder that cannot be written, in one sentence', async () => {
  const missing = await runGoid(['generate', '--seed', '1'], { GOID_HOME: home });
  assert.equal(missing.code, 2);
  assert.match(missing.fault, /--members N, --months M and --out DIR/);
  const file = join(home, 'berkas');
  writeFileSync(file, '');
  for (const out of [file, join(file, 'dalam'), '/proc/tidak-ada/dalam']) {
    const { code, fault } = await runGoid(
      ['generate', '--members', '9', '--months', '1', '--seed', '1', '--out', out],
      { GOID_HOME: home },
    );
    assert.equal(code, 1, out);
    assert.match(fault, /^[^\n]*Choose another --out DIR\.\n$/);
  }
});

test('doctor finds a running program well', async () => {
  const { code, output, fault } = await goid('doctor', '--json');
  const findings = JSON.parse(output) as Finding[];
  assert.deepEqual(
    findings.filter(({ well }) => !well),
    [],
  );
  assert.deepEqual([code, fault], [0, '']);
  assert.ok(
    ['settings', 'keys', 'database', 'schema', 'clock', 'paid_sends_day'].every((name) =>
      findings.some(({ subject }) => subject === name),
    ),
  );
  const plain = await goid('doctor');
  assert.doesNotMatch(plain.output, /FAIL/);
  assert.doesNotMatch(plain.output + output, /postgresql:\/\/[^ ]*:[^ ]*@|inbox@/, 'no login is shown');
});

test('doctor on other ports than the running program names the ports to ask on', async () => {
  const { code, output } = await runGoid(['doctor'], { ...environment, PORT_BASE: String(program.base + 1) });
  assert.equal(code, 4);
  assert.match(output, new RegExp(`PORT_BASE=${program.base} \\./goid doctor`));
});

test('doctor names a mail server that is down, a database that is away, and how to mend them', async () => {
  const mail = await runGoid(['doctor', '--json'], {
    ...environment,
    SMTP_URL: 'smtp://pengguna:rahasia-kenari@127.0.0.1:1',
  });
  assert.equal(mail.code, 4, mail.fault);
  const faults = (JSON.parse(mail.output) as Finding[]).filter(({ well }) => !well);
  assert.equal(faults.length, 1, mail.output);
  assert.match(faults[0]?.subject ?? '', /smtp|mail/i);
  assert.ok((faults[0]?.mend ?? '') !== '');
  assert.doesNotMatch(mail.output, /rahasia-kenari/);
  const settings = await runGoid(['doctor', '--json'], {
    ...environment,
    SMS_PROVIDERS: 'ftp://pengguna:rahasia-kenari@localhost',
    BREACHED_PASSWORDS_FILE: join(home, 'tidak-ada'),
    AUDIT_HEADS_DIR: join(import.meta.filename, 'puncak'),
  });
  assert.equal(settings.code, 4, settings.fault);
  const mends = new Map((JSON.parse(settings.output) as Finding[]).map((one) => [one.subject, one]));
  for (const [subject, setting] of [
    ['providers', 'SMS_PROVIDERS'],
    ['breached passwords', 'BREACHED_PASSWORDS_FILE'],
    ['sealed activity', 'AUDIT_HEADS_DIR'],
  ] as const)
    assert.match(
      `${mends.get(subject)?.well} ${mends.get(subject)?.mend}`,
      new RegExp(`^false .*${setting}`),
    );
  assert.doesNotMatch(settings.output, /rahasia-kenari/);
  const refused = await runGoid(['serve', 'sso'], {
    ...environment,
    BREACHED_PASSWORDS_FILE: join(home, 'tidak-ada'),
  });
  assert.equal(refused.code, 2);
  assert.match(
    refused.fault,
    /^BREACHED_PASSWORDS_FILE: the file .*tidak-ada cannot be read \(ENOENT\)\.[^\n]*\n$/,
  );
  const away = await runGoid(['doctor', '--json'], {
    ...environment,
    DATABASE_URL: 'postgresql://goid:rahasia-kenari@127.0.0.1:1/goid',
  });
  assert.equal(away.code, 4, away.fault);
  assert.ok(
    (JSON.parse(away.output) as Finding[]).some(
      ({ subject, well, mend }) => subject === 'database' && !well && mend,
    ),
  );
  assert.doesNotMatch(away.output + away.fault, /rahasia-kenari/);
});

test('a face on a taken port is one sentence, also where nothing asked before', async () => {
  const { code, fault } = await goid('serve', 'employer');
  assert.equal(code, 1);
  assert.match(
    fault,
    new RegExp(
      `^Port ${program.base + 3} \\(employer\\) is taken by another program\\. .*PORT_BASE=\\d+$`,
      'm',
    ),
  );
  assert.doesNotMatch(fault, / {4}at /);
});

test('demo lists accounts that can be used, and nothing in production or without the demonstration', async () => {
  const { code, output } = await goid('demo', '--json');
  assert.equal(code, 0);
  const accounts = JSON.parse(output) as Record<string, string>[];
  assert.ok(accounts.length >= 13);
  for (const account of accounts) {
    for (const name of ['role', 'identifier', 'about']) assert.equal(typeof account[name], 'string', name);
    // Who has no account yet chooses a password when opening one.
    assert.equal(account['password'] === undefined, account['role'] === 'person-without-account');
    const ofRegister = ['member', 'person-without-account'].includes(account['role'] ?? '');
    assert.equal(ofRegister, account['totpSecret'] === undefined);
    assert.equal(ofRegister, /^\d{11}$/.test(account['memberNumber'] ?? ''));
    assert.equal(ofRegister, /^\+62\d+$/.test(account['phone'] ?? ''));
  }
  const [newcomer, ...others] = accounts.filter(({ role }) => role === 'person-without-account');
  assert.deepEqual(others, []);
  assert.match(newcomer?.['nationalNumber'] ?? '', /^\d{16}$/);
  assert.match(newcomer?.['birthDate'] ?? '', /^\d{4}-\d\d-\d\d$/);
  assert.match((await goid('demo')).output, /^person-without-account .*\(she chooses it\)/m);
  assert.equal((await runGoid(['demo'], { ...environment, DEMO: 'off' })).code, 1);
  const production = await runGoid(['demo'], inProduction);
  assert.equal(production.code, 1);
  assert.match(production.fault, /demonstration is off/);
});

test('[V6.3.2] production serves no database that holds the demonstration, and doctor says so', async () => {
  const served = await runGoid(['serve'], { ...inProduction, PORT_BASE: String(await freePortBase()) });
  assert.equal(served.code, 1);
  assert.match(served.fault, /holds the demonstration.*passwords are public/);
  const { output } = await runGoid(['doctor', '--json'], inProduction);
  const faults = (JSON.parse(output) as Finding[]).filter(({ well }) => !well);
  assert.ok(
    faults.some(({ subject, mend }) => subject === 'demonstration' && mend),
    output,
  );
  assert.ok(
    faults.some(({ subject, found }) => subject === 'login' && found.includes('is a superuser')),
    output,
  );
});

test('doctor names secret files that every user of the machine may read', () => {
  const file = join(home, 'secret');
  writeFileSync(file, 'x', { mode: 0o640 });
  const asked = { MASTER_KEYS_FILE: file, DATABASE_URL: 'postgresql://elsewhere/goid' };
  assert.deepEqual(
    examineSecretFiles(asked).map(({ well }) => well),
    [true],
  );
  chmodSync(file, 0o644);
  const [finding = assert.fail(), ...more] = examineSecretFiles(asked);
  assert.deepEqual(more, []);
  assert.match(finding.found, /every user of this machine .* MASTER_KEYS_FILE/);
  assert.deepEqual(examineSecretFiles({}), []);
});

test('a service is added with a secret that is shown once, listed without it, used, and removed', async () => {
  const address = 'https://layanan.example/kembali';
  const added = await goid(
    'clients',
    'add',
    '--id',
    'layanan-uji',
    '--name',
    'Layanan Uji',
    '--redirect-uri',
    address,
    '--json',
  );
  assert.equal(added.code, 0, added.fault);
  const { clientSecret } = JSON.parse(added.output) as { clientSecret: string };
  assert.ok(clientSecret.length >= 32);
  const listed = await goid('clients', '--json');
  assert.doesNotMatch(listed.output, new RegExp(clientSecret.slice(0, 12)));
  const clients = JSON.parse(listed.output) as { clientId: string; redirectUris: string[] }[];
  assert.deepEqual(clients.find(({ clientId }) => clientId === 'layanan-uji')?.redirectUris, [address]);
  const ask = async () => {
    const request = new URL('/oauth/authorize', origins.sso);
    for (const [name, value] of Object.entries({
      client_id: 'layanan-uji',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: address,
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    }))
      request.searchParams.set(name, value);
    return (await fetch(request, { redirect: 'manual' })).status;
  };
  assert.equal(await ask(), 303);
  const twice = await goid(
    'clients',
    'add',
    '--id',
    'layanan-uji',
    '--name',
    'Lain',
    '--redirect-uri',
    address,
  );
  assert.equal(twice.code, 1);
  assert.match(twice.fault, /taken/);
  assert.equal((await goid('clients', 'remove', 'layanan-uji')).code, 0);
  assert.equal((await goid('clients', 'remove', 'layanan-uji')).code, 1);
  assert.doesNotMatch((await goid('clients', '--json')).output, /layanan-uji/);
  assert.equal((await goid('clients', 'add', '--name', 'Tanpa alamat')).code, 2);
  assert.equal((await goid('clients', 'add', '--name', 'X', '--redirect-uri', 'bukan alamat')).code, 2);
  assert.equal((await goid('clients', 'terbang')).code, 2);
  const withId = (id: string, ...rest: string[]) =>
    goid('clients', 'add', '--id', id, '--name', 'X', '--redirect-uri', ...rest);
  const unusable = await withId('TIDAK BISA', address);
  assert.deepEqual([unusable.code, /cannot be used: 2 to 64/.test(unusable.fault)], [2, true]);
  const unnamed = await goid('clients', 'add', '--name', 'Tanpa id', '--redirect-uri', address, '--json');
  assert.deepEqual([unnamed.code, unnamed.fault], [0, '']);
  const { clientId } = JSON.parse(unnamed.output) as { clientId: string };
  assert.equal((await goid('clients', 'remove', clientId)).code, 0);
  const foreign = await withId('skema', 'javascript:alert(1)', '--public');
  assert.deepEqual([foreign.code, /An address cannot be used/.test(foreign.fault)], [2, true]);
});

test('what a script asks for comes as JSON: steps applied, sessions ended, people touched', async () => {
  const json = async (...words: string[]) => {
    const { code, output, fault } = await goid(...words, '--json');
    assert.deepEqual([code, fault], [0, ''], words.join(' '));
    return JSON.parse(output) as unknown;
  };
  assert.deepEqual(await json('migrate'), { applied: [] });
  assert.deepEqual(await json('sessions', 'end', '--account', 'budi.santoso'), { ended: 0 });
  const touched = await json('touched', '--from', '2020-01-01T00:00:00Z');
  const { people, members, others } = touched as Record<'people' | 'members' | 'others', number>;
  // The five accounts of officers and of the clerk stand on no register.
  assert.deepEqual([others, people], [5, members + 5]);
  assert.ok(members >= 8, String(members));
});

test('keys new prints a key that the program takes', async () => {
  const { code, output } = await goid('keys', 'new');
  assert.equal(code, 0);
  const doctor = await runGoid(['doctor', '--json'], { ...environment, MASTER_KEYS: output.trim() });
  assert.ok((JSON.parse(doctor.output) as Finding[]).some(({ subject, well }) => subject === 'keys' && well));
});

test('the first officer comes by a link that staff prints once, and a member is explained by the name that was typed', async () => {
  const first = ['staff', 'add', 'ratih', '--name', 'Ratih Wulandari', '--role'];
  const unknown = await goid(...first, 'raja');
  assert.deepEqual([unknown.code, unknown.output], [2, '']);
  const added = await goid(...first, 'supervisor', '--json');
  const { link } = JSON.parse(added.output) as { link: string };
  assert.match(link, new RegExp(`^${origins.sso}/officer/link\\?token=[\\w-]{43}$`));
  const listed = await goid('staff', 'list');
  assert.match(listed.output, /^petugas +Ratna Dewi.* agent$/m);
  assert.match(listed.output, /^ratih +Ratih Wulandari +supervisor, invited until \d{4}-\d\d-\d\dT/m);
  const opened = await fetch(link, { redirect: 'manual' });
  assert.equal(opened.headers.get('location'), '/officer');
  const again = await goid('staff', 'role', 'petugas', 'agent,auditor');
  assert.equal(again.code, 0, again.fault);
  // The second device is told of by e-mail.
  for (const browser of [newBrowser(), newBrowser()]) {
    const start = await browser.get(`${origins.portal}/login`);
    await browser.submit(start, '/signin/', { identifier: 'siti.rahayu', password: 'Sawah-Hijau-Pagi-7' });
  }
  const explained = await goid('explain', 'siti.rahayu', '--json');
  const { gates, caseNumber } = JSON.parse(explained.output) as {
    gates: { gate: string; open: boolean }[];
    caseNumber: string;
  };
  assert.ok(gates.every(({ open }) => open));
  assert.match(caseNumber, /^K-/);
  const known = JSON.parse(explained.output) as {
    messages: { channel: string; state: string }[];
    devices: { name: string; lastUsedAt: string }[];
    ways: string[];
    lastSignInAt: string;
  };
  assert.deepEqual([known.messages[0]?.channel, known.devices.length, known.ways], ['email', 2, []]);
  assert.ok(Date.parse(known.lastSignInAt) > Date.now() - 600_000);
  const database = openDatabase({ url: program.databaseUrl, poolSize: 1 });
  await database.run(sql`
    with frozen as (update accounts.account set contacts_frozen_until = now() + interval '1 day'
      where account_id = (select account_id from accounts.known_device limit 1))
    update accounts.password set disabled_at = now()
    where account_id = (select account_id from accounts.known_device limit 1)`);
  await database.close();
  const closed = (await goid('explain', 'siti.rahayu')).output;
  assert.match(closed, /^ {2}In part {2}The password is valid$/m);
  assert.match(
    closed,
    /^What else is in the way:\n {2}- Contacts and second factors cannot be changed until /m,
  );
  assert.match(
    closed,
    /^Messages of the last day:\n {2}- .*, email: .*\nLast signed in .*\nKnown devices:\n {2}- /m,
  );
  const nobody = await goid('explain', 'tidak.ada');
  assert.match(nobody.output, /^ {2}No {9}The person is known$/m);
  assert.doesNotMatch(nobody.output, /^ {2}Yes /m);
  assert.equal((await goid('staff', 'remove', 'tidak.ada')).code, 1);
  const back = await goid('staff', 'remove', 'ratih');
  assert.deepEqual([back.code, /ratih.*taken back/.test(back.output)], [0, true]);
  const staff = JSON.parse((await goid('staff', 'list', '--json')).output) as Record<string, string>[];
  assert.deepEqual(
    staff.map(({ username, state }) => `${username} ${state}`),
    ['petugas works', 'penyelia works', 'operator works', 'auditor works'],
  );
});
