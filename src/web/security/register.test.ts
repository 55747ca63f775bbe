import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signInRegistered } from '#accounts';
import { newId } from '#kernel';
import { findPersonByMemberNumber } from '#members';
import { type Language, openDatabase, sql, translatorFor } from '#platform';
import { newTestAccount } from '../../../tests/support/accounts.ts';
import {
  type Browser,
  formOf as fieldsOf,
  newBrowser,
  type Page,
} from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';
import {
  fillRegister,
  type RegisterPerson,
  registerPerson,
  runClaimJobs,
  servicesLike,
} from '../../../tests/support/registering.ts';
import { readBirthDate } from '#web/layout';

const chosenPassword = 'kuda hitam makan rumput pagi';
const owner = await testDatabase();
const worker = openDatabase({ url: owner.url, role: 'goid_worker' });
after(() => worker.close());
const faces = await startTestFaces(owner, { REGISTER_ADDRESS_TRIES_PER_HOUR: '5000' });
const { sso, portal } = faces.config.origins;
const { sent } = faces.ssoServices.outbox;
const work = () => runClaimJobs(servicesLike(faces.ssoServices, worker), owner);
const newestCode = () => sent.at(-1)?.parameters['code'] ?? '';

const formOf = ({ kpj, nik }: RegisterPerson, birthDate = '17-05-1988') => ({
  member_number: kpj,
  national_number: nik,
  birth_date: birthDate,
});

async function begin(browser: Browser, person: RegisterPerson): Promise<Page> {
  return browser.submit(await browser.get(`${sso}/register`), '/register', formOf(person));
}

for (const language of ['id', 'en'] as const satisfies readonly Language[])
  test(`without JavaScript a member opens an account in ${language} and signs in with it`, async () => {
    const t = translatorFor(language);
    const person = registerPerson();
    await fillRegister(owner, [person]);
    const browser = newBrowser();
    await browser.get(`${sso}/register?lang=${language}`);
    let page = await begin(browser, person);
    assert.equal(page.url.href, `${sso}/register/code`);
    await work();
    page = await browser.submit(page, '/register/code', { code: newestCode() });
    assert.equal(page.url.pathname, '/register/contact');
    assert.ok(page.body.includes(t('register.contact_keep')));
    page = await browser.submit(page, '/register/contact', { contact: `Baru.${language}@Contoh.id` });
    assert.equal(page.url.pathname, '/register/contact/code');
    page = await browser.submit(page, '/register/contact/code', { code: newestCode() });
    page = await browser.submit(page, '/register/contact/enough');
    assert.equal(page.url.pathname, '/register/password');
    page = await browser.submit(page, '/register/password', {
      username: `baru.${language}`,
      password: chosenPassword,
      repeat: chosenPassword,
    });
    assert.equal(page.url.pathname, '/register/done');
    assert.ok(page.body.includes(t('register.done_title')));
    assert.ok(sent.slice(-2).every((message) => message.template === 'account_opened'));
    assert.ok(sent.at(-1)?.language === language);
    const shared = language === 'en';
    const entered = await browser.submit(page, '/register/done', shared ? { shared: 'on' } : {});
    assert.equal(entered.url.href, `${portal}/`, 'nothing has to be typed again');
    assert.match(entered.body, new RegExp(person.name));
    const [session] = await owner.many(sql`
      select acr, shared, authenticated_at = created_at as as_opened
      from accounts.session join accounts.account using (account_id) order by session_id desc limit 1`);
    assert.deepEqual(session, { acr: '1', shared, as_opened: true });
    const { page: signedIn } = await signInByForms(`${portal}/`, {
      identifier: `baru.${language}@contoh.id`,
      password: chosenPassword,
    });
    assert.match(signedIn.body, new RegExp(person.name));
  });

/** A browser that has just opened an account, at the page that says so. */
async function opened() {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const browser = newBrowser();
  await begin(browser, person);
  await work();
  const code = await browser.get(`${sso}/register/code`);
  let page = await browser.submit(code, '/register/code', { code: newestCode() });
  page = await browser.submit(page, '/register/contact/keep');
  page = await browser.submit(page, '/register/contact/enough');
  page = await browser.submit(page, '/register/password', {
    username: '',
    password: chosenPassword,
    repeat: chosenPassword,
  });
  assert.equal(page.url.pathname, '/register/done');
  const { account_id: accountId } = await owner.one<{ account_id: string }>(
    sql`select account_id from accounts.account order by account_id desc limit 1`,
  );
  return { browser, page, accountId };
}

test('of many sign-ins at once at the end of one registration one is signed in, and none that asks for more than a password', async () => {
  const { browser } = await opened();
  const token = browser.cookies.get('localhost/|goid_sso_register')?.value ?? assert.fail();
  const enter = (acrNeeded?: '2') =>
    signInRegistered(faces.ssoServices, {
      interactionUid: newId(new Date()),
      token,
      shared: false,
      acrNeeded,
    });
  assert.equal(await enter('2'), undefined);
  const answers = await Promise.all(Array.from({ length: 8 }, () => enter()));
  assert.deepEqual(answers.filter(Boolean), ['done']);
});

test('the way in ends after some minutes, and with any change of the account', async () => {
  const changes: readonly ((accountId: string) => Promise<unknown> | void)[] = [
    () => faces.clock.advance(301),
    (id) => owner.run(sql`update accounts.password set changed_at = now() where account_id = ${id}`),
    (id) => owner.run(sql`update accounts.password set must_change = 'not_me' where account_id = ${id}`),
    (id) => owner.run(sql`update accounts.account set state = 'frozen' where account_id = ${id}`),
  ];
  for (const [index, change] of changes.entries()) {
    const { browser, page, accountId } = await opened();
    await change(accountId);
    const asked = await browser.submit(page, '/register/done');
    assert.match(asked.url.pathname, /^\/signin\//, String(index));
    assert.match(asked.body, /name="password"/);
  }
});

test('who did not press the button is asked for the password', async () => {
  const { browser } = await opened();
  assert.match((await browser.get(`${portal}/login`)).body, /name="password"/);
});

test('nobody learns from the pages whether somebody is on the register, has an account or shares a phone', async () => {
  const shared = { phone: '+6281366660001' };
  const known = registerPerson();
  const member = registerPerson();
  const sharing = [registerPerson(shared), registerPerson(shared)] as const;
  await fillRegister(owner, [known, member, ...sharing]);
  const personId = await findPersonByMemberNumber(owner, member.kpj);
  await newTestAccount(faces.services, personId ? { personId } : {});
  const answers: string[] = [];
  for (const person of [known, registerPerson(), member, sharing[0]]) {
    const browser = newBrowser();
    const form = await browser.get(`${sso}/register`);
    const steps = [
      await browser.submit(form, '/register', formOf(person)),
      // The job runs between the first page and the next.
      await work().then(() => browser.get(`${sso}/register/code`)),
    ];
    steps.push(await browser.submit(steps[1] ?? form, '/register/code', { code: '000000' }));
    steps.push(await browser.submit(steps[1] ?? form, '/register/code/send', { channel: 'email' }));
    answers.push(
      JSON.stringify(
        steps.map((page) => [page.status, page.url.pathname, headersOf(page), masked(page.body)]),
      ),
    );
  }
  assert.equal(new Set(answers).size, 1);
  assert.ok(!/0812/.test(answers[0] ?? ''), 'no fragment of a contact stands there');
});

/** Without what differs between any two answers: tokens, case number, times. Their lengths stay. */
const masked = (body: string) =>
  body
    .replaceAll(/value="[\w.-]{16,}"/g, (found) => `value="${found.length}"`)
    .replaceAll(/K\u2011[A-Z2-9]{4}\u2011[A-Z2-9]{4}/g, 'case')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'instant')
    .replaceAll(/\d\d[.:]\d\d(?:[.:]\d\d)?/g, 'time')
    .replaceAll(/(?:nonce|key)="[^"]+"/g, '');

const headersOf = ({ headers }: Page) =>
  [...headers]
    .filter(([name]) => !['date', 'content-length', 'retry-after', 'x-request-id'].includes(name))
    .map(([name, value]) => [name, name === 'set-cookie' ? value.replace(/=[^;]+/, '=x') : value]);

test('[V2.2.1 V2.2.2] what cannot be right is said beside its field, and nothing typed is lost', async () => {
  const t = translatorFor('id');
  const browser = newBrowser();
  const form = await browser.get(`${sso}/register`);
  const page = await browser.submit(form, '/register', {
    member_number: '012 3456',
    national_number: '3273',
    birth_date: '31-02-1988',
  });
  assert.equal(page.status, 422);
  for (const text of [
    t('register.member_number_wrong'),
    t('register.national_number_wrong'),
    t('register.birth_date_wrong'),
    'value="012 3456"',
    'value="3273"',
    'value="31-02-1988"',
  ])
    assert.ok(page.body.includes(text), text);
});

test('a refusal leads to the help that answers it', async () => {
  const browser = newBrowser();
  await begin(browser, registerPerson());
  const page = await browser.get(`${sso}/register/code`);
  for (const code of ['12', '000000']) {
    const { body } = await browser.submit(page, '/register/code', { code });
    assert.match(body, /class="notice bad"[^]*?href="\/help\/wrong-code"/, code);
  }
  const again = await browser.submit(page, '/register/code/send', { channel: 'sms' });
  assert.match(again.body, /class="notice bad"[^]*?href="\/help\/code-not-arriving"/);
});

test('[V2.3.1] a page out of turn leads to the one where the person stands; without a registration to the first', async () => {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const stranger = newBrowser();
  for (const path of ['code', 'contact', 'contact/code', 'password', 'done', 'code/send', 'contact/keep'])
    assert.equal((await stranger.get(`${sso}/register/${path}`)).url.pathname, '/register', path);
  const browser = newBrowser();
  await begin(browser, person);
  for (const path of ['contact', 'contact/code', 'password', 'done', 'contact/enough'])
    assert.equal((await browser.get(`${sso}/register/${path}`)).url.pathname, '/register/code', path);
  const { fields } = fieldsOf(await browser.get(`${sso}/register/code`), '/register/code');
  const typed = { ...fields, password: chosenPassword, repeat: chosenPassword, username: 'kenari' };
  const accounts = () => owner.one(sql`select count(*) from accounts.account`);
  const before = await accounts();
  for (const path of ['contact/enough', 'contact/keep', 'password', 'done']) {
    const answer = await browser.post(`${sso}/register/${path}`, { ...typed, _key: path.padEnd(16, 'x') });
    assert.equal(answer.url.pathname, '/register/code', path);
  }
  assert.deepEqual(await accounts(), before);
  assert.ok((await browser.get(`${sso}/register`)).body.includes(translatorFor('id')('register.resume')));
});

test('[V6.4.1] after an hour a registration is over, and its cookie leads to the first page', async () => {
  const person = registerPerson();
  await fillRegister(owner, [person]);
  const browser = newBrowser();
  await begin(browser, person);
  await owner.run(sql`update accounts.claim set expires_at = now() - interval '1 second'`);
  assert.equal((await browser.get(`${sso}/register/code`)).url.pathname, '/register');
});

test('the password page keeps the username, and says what to change', async () => {
  const t = translatorFor('id');
  const person = registerPerson();
  await fillRegister(owner, [person]);
  await newTestAccount(faces.services, { username: 'sudah.dipakai' });
  const browser = newBrowser();
  let page = await begin(browser, person);
  await work();
  page = await browser.submit(page, '/register/code', { code: newestCode() });
  page = await browser.submit(page, '/register/contact/keep');
  page = await browser.submit(page, '/register/contact/enough');
  const pairs = [
    [{ username: 'a', password: chosenPassword, repeat: chosenPassword }, t('register.username_wrong')],
    [
      { username: 'sudah.dipakai', password: chosenPassword, repeat: chosenPassword },
      t('register.username_taken'),
    ],
    [{ username: 'siti.x', password: chosenPassword, repeat: 'lain' }, t('password.repeat_differs')],
    [{ username: 'siti.x', password: 'Sandi-9', repeat: 'Sandi-9' }, 'Terlalu pendek'],
  ] as const;
  for (const [fields, said] of pairs) {
    const answer = await browser.submit(page, '/register/password', fields);
    assert.equal(answer.status, 422);
    assert.ok(answer.body.includes(said), said);
    assert.ok(answer.body.includes(`value="${fields.username}"`));
    assert.ok(!answer.body.includes(fields.password));
  }
  page = await browser.submit(page, '/register/password', {
    username: '',
    password: chosenPassword,
    repeat: chosenPassword,
  });
  assert.equal(page.url.pathname, '/register/done');
});

test('the sign-in page and the first page lead to each other', async () => {
  const browser = newBrowser();
  const signIn = await browser.get(`${portal}/`);
  assert.match(signIn.body, /href="\/register"/);
  assert.ok((await browser.get(`${sso}/register`)).body.includes(`${portal}/login`));
});

/** How people write a day. */
const days = [
  ['17-05-1988', '1988-05-17'],
  ['17/5/1988', '1988-05-17'],
  ['7.5.1988', '1988-05-07'],
  ['17 05 1988', '1988-05-17'],
  ['17051988', '1988-05-17'],
  ['1988-05-17', '1988-05-17'],
  ['30-02-1988', undefined],
  ['05-17-1988', undefined],
  ['17-05-88', '1988-05-17'],
  ['3/2/05', '2005-02-03'],
  ['12 Maret 1995', '1995-03-12'],
  ['1 agustus 1990', '1990-08-01'],
  ['9 Ags 90', '1990-08-09'],
  ['3 October 1990', '1990-10-03'],
  ['31-Des-1979', '1979-12-31'],
  ['3 bulan 1990', undefined],
  ['17-05-2988', undefined],
  ['', undefined],
] as const;
test('a birth date is read as people write it, day first', () => {
  for (const [typed, read] of days)
    assert.equal(readBirthDate(typed, new Date('2026-11-20T03:00:00Z')), read, typed);
});
