import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPersonByMemberNumber } from '#members';
import { sql } from '#platform';
import { applyProposal } from '#support';
import { accountServices } from '../../commands/house.ts';
import { type Browser, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { rightAnswersTo } from '../../../tests/support/desk-answers.ts';
import { demonstrationAccount, officerAt } from '../../../tests/support/officer.ts';
import { enter } from '../../../tests/support/tour.ts';
import { startWholeHouse } from '../../../tests/support/whole-house.ts';

const { house, database } = await startWholeHouse();
const { console: origin, sso, portal } = house.config.origins;
const siti = demonstrationAccount('siti.rahayu');
const personId = (await findPersonByMemberNumber(database, siti.memberNumber ?? '')) ?? assert.fail();
const worker = accountServices(house, house.open('goid_worker'));
const { browser: rina, page: searchPage } = await officerAt(`${origin}/search`, 'petugas');
const { browser: dewi } = await officerAt(`${origin}/`, 'penyelia');

/** What the three questions on the page are about, in their order, answered from the record. */
async function answersTo({ body }: Page): Promise<Record<string, string>> {
  const labels = [...body.matchAll(/<label for="field-answer\d"[^>]*>\s*([^<]*?)\s*<\/label/g)].map(
    ([, label = '']) => label,
  );
  assert.equal(labels.length, 3);
  const answers = await rightAnswersTo(database, personId, labels);
  return Object.fromEntries(answers.map((answer, place) => [`answer${place}`, answer]));
}

const carryOut = async () => {
  const due = await database.many<{ id: string }>(sql`
    select proposal_id as id from support.proposal where approved and applied_at is null and kind <> 'slip'`);
  for (const { id: proposalId } of due) await applyProposal(worker, { proposalId });
};

const act = (browser: Browser, page: Page, fields: Record<string, string>) =>
  browser.submit(page, page.url.pathname, fields);

test('two officers and the member: search, case, check, proposal, approval, wait, stop; nobody sees what they should not', async () => {
  const found = await rina.submit(searchPage, '/search', { query: siti.memberNumber ?? '' });
  const unsaid = await act(rina, found, { reason: '', words: 'ponsel dicuri' });
  assert.equal(unsaid.status, 422);
  assert.match(unsaid.body, /value="ponsel dicuri"/, 'what was written stays');
  const look = await act(rina, unsaid, { reason: 'lost_factor' });
  const deskUrl = `${origin}/desk/${look.url.pathname.split('/')[2]}`;
  let desk = await act(rina, await rina.get(deskUrl), { act: 'take' });
  desk = await act(rina, desk, { act: 'ask' });
  const typed = await answersTo(desk);
  for (const value of Object.values(typed))
    assert.ok(!desk.body.includes(`>${value}<`), 'no answer on the page');
  desk = await act(rina, desk, { act: 'answer', ...typed });
  assert.match(desk.body, /Identitas cocok/, JSON.stringify(typed));
  assert.match(desk.body, /telepon balik/i);
  assert.ok(!desk.body.includes(siti.phone ?? '?'), 'the number is masked');
  const without = await act(rina, desk, { remedy: 'contact', address: '0813-7000-0099', why: '' });
  assert.equal(without.status, 422);
  desk = await act(rina, without, { remedy: 'contact', address: '0813-7000-0099', why: 'SIM hilang' });
  const proposal = /\/approvals\/[0-9a-f-]{36}/.exec(desk.body)?.[0] ?? assert.fail(desk.body);
  const own = await rina.get(`${origin}${proposal}`);
  assert.match(own.body, /usulan Anda sendiri/);
  assert.doesNotMatch(own.body, /value="approve"/);
  const theirs = await dewi.get(`${origin}${proposal}`);
  assert.ok(theirs.body.includes('SIM hilang') && !theirs.body.includes('70000099'));
  assert.match(
    (await dewi.get(`${origin}/approvals`)).body,
    new RegExp(`${proposal}[^]*?K-[2-9C-Y]{4}-[2-9C-Y]{4}`),
    'officers talk about a case by its number',
  );
  const approved = await act(dewi, theirs, { act: 'approve' });
  assert.match(approved.body, /disetujui/);
  await carryOut();
  assert.match((await dewi.get(`${origin}${proposal}`)).body, /masa tunggu sudah dimulai/);
  const after = (await rina.get(deskUrl)).body;
  assert.match(after, /Pemulihan akun ini menunggu sampai/);
  assert.ok(after.indexOf(proposal) < after.indexOf('value="unlock"'), 'what was done stands first');
  assert.doesNotMatch(after, /value="contact"/, 'and no second recovery is offered beside one that waits');
  const member = newBrowser();
  await enter(member, await member.get(`${portal}/login`), 'siti.rahayu');
  const activity = (await member.get(`${sso}/security/activity`)).body;
  for (const text of ['cocok', 'mengusulkan: ganti kontak', 'menyetujui: ganti kontak', 'masa tunggu'])
    assert.ok(activity.includes(text), text);
  assert.match((await member.get(`${sso}/security`)).body, /\/security\/recovery/, 'and may stop it there');
});

test('after two wrong checks the desk says which allowance is used up, until when, and what the member can do', async () => {
  const { memberNumber = '' } = demonstrationAccount('budi.santoso');
  const found = await rina.submit(await rina.get(`${origin}/search`), '/search', { query: memberNumber });
  const look = await act(rina, found, { reason: 'cannot_sign_in' });
  let desk = await rina.get(`${origin}/desk/${look.url.pathname.split('/')[2]}`);
  for (const fields of [
    { act: 'take' },
    ...Array.from({ length: 2 }, () => [{ act: 'ask' }, { act: 'answer' }]).flat(),
  ])
    desk = await act(rina, desk, { ...fields, answer0: 'salah', answer1: 'salah', answer2: 'salah' });
  assert.match(desk.body, /Satu kasus mendapat 2 percobaan/);
  const refused = await act(rina, desk, { act: 'ask' });
  assert.equal(refused.status, 429);
  assert.match(refused.body, /pemeriksaan identitas untuk satu kasus[^]*Lupa kata sandi/);
  assert.doesNotMatch(refused.body, /desk_checks/);
});

test('where the record is too thin the desk shows papers in place of questions, and the approver says to have seen them', async () => {
  const before = await database.many<{ id: string }>(sql`
    select account_id as id from accounts.account where person_id = ${personId}`);
  const moveTo = (to: string) =>
    database.run(
      sql`update accounts.account set person_id = ${to}::uuid where account_id = ${before[0]?.id ?? ''}`,
    );
  const thin = await database.one<{ id: string; number: string }>(sql`
    select person_id as id, member_number as number from members.membership
    where not exists (select from contributions.contribution where contribution.person_id = membership.person_id)
      and not exists (select from accounts.account where account.person_id = membership.person_id) limit 1`);
  await moveTo(thin.id);
  await database.run(
    sql`update accounts.recovery set state = 'cancelled', closed_at = now() where closed_at is null`,
  );
  const found = await rina.submit(await rina.get(`${origin}/search`), '/search', { query: thin.number });
  const look = await act(rina, found, { reason: 'lost_factor' });
  const deskUrl = `${origin}/desk/${look.url.pathname.split('/')[2]}`;
  let desk = await act(rina, await rina.get(deskUrl), { act: 'take' });
  assert.match(desk.body, /dua dokumen asli/);
  assert.match(desk.body, /Pemilik akun menghentikan pemulihan yang terakhir/);
  assert.doesNotMatch(desk.body, /value="(?:unlock|reset_link|ask)"/);
  const papers = { papers: 'identity_card', papers_other: 'family_card' };
  const half = await act(rina, desk, { ...papers, papers_other: '', remedy: 'slip', why: 'tanpa ponsel' });
  assert.equal(half.status, 422);
  desk = await act(rina, half, { ...papers, remedy: 'slip', why: 'tanpa ponsel' });
  const proposal = /\/approvals\/[0-9a-f-]{36}/.exec(desk.body)?.[0] ?? assert.fail(desk.body);
  const theirs = await dewi.get(`${origin}${proposal}`);
  assert.match(theirs.body, /KTP[^]*Kartu keluarga/);
  const blind = await act(dewi, theirs, { act: 'approve' });
  assert.equal(blind.status, 422);
  const seen = await act(dewi, blind, { act: 'approve', saw_papers: 'on' });
  assert.match(seen.body, /value="print"/);
  const freshDay = () =>
    database.run(sql`delete from throttle.state where limit_name = 'desk_checks_account'`);
  await freshDay();
  await database.run(sql`update accounts.account set person_id = null where person_id = ${thin.id}`);
  const bare = await rina.submit(await rina.get(`${origin}/search`), '/search', { query: siti.email ?? '' });
  const bareLook = await act(rina, bare, { reason: 'lost_factor' });
  const bareUrl = `${origin}/desk/${bareLook.url.pathname.split('/')[2]}`;
  desk = await act(rina, await rina.get(bareUrl), { act: 'take' });
  const lost = { ...papers, remedy: 'contact', address: '0813-7000-0033', why: 'ponsel hilang' };
  desk = await act(rina, desk, { ...lost, paper_name: 'Siti Aminah' });
  assert.equal(desk.status, 422);
  assert.match(desk.body, /tidak sama dengan nama pada akun/);
  assert.doesNotMatch(desk.body, /Siti Aminah|Siti Rahayu/, 'neither what was typed nor what is right');
  desk = await act(rina, desk, { ...lost, paper_name: 'SITI RAHAYU' });
  const second = /\/approvals\/[0-9a-f-]{36}/.exec(desk.body)?.[0] ?? assert.fail(desk.body);
  const asks = await dewi.get(`${origin}${second}`);
  assert.match(asks.body, /name="paper_name"/);
  assert.doesNotMatch(asks.body, /Siti Rahayu/i);
  await act(dewi, asks, { act: 'refuse' });
  await freshDay();
  await database.run(
    sql`update accounts.account set person_id = ${personId}::uuid where account_id = ${before[0]?.id ?? ''}`,
  );
});

test('a slip is approved, printed by the approver alone and once, its code on the paper only, and opens a wait', async () => {
  const deskUrl = (
    await database.one<{ id: string }>(sql`select case_id as id from support.identity_check limit 1`)
  ).id;
  await database.run(
    sql`update accounts.recovery set state = 'cancelled', closed_at = now() where closed_at is null`,
  );
  const desk = await act(rina, await rina.get(`${origin}/desk/${deskUrl}`), {
    remedy: 'slip',
    why: 'tanpa ponsel',
  });
  const proposal = /\/approvals\/[0-9a-f-]{36}/.exec(desk.body)?.[0] ?? assert.fail(desk.body);
  const approved = await act(dewi, await dewi.get(`${origin}${proposal}`), { act: 'approve' });
  assert.doesNotMatch((await rina.get(`${origin}${proposal}`)).body, /value="print"/);
  const stolen = await act(rina, await rina.get(`${origin}/approvals`).then(() => approved), {
    act: 'print',
  });
  assert.doesNotMatch(stolen.body, /class="paper/);
  assert.match(approved.body, /disetujui, belum dicetak/);
  const slip = await act(dewi, approved, { act: 'print' });
  const code = /class="paper code">\s*([2-9C-Y-]{19})/.exec(slip.body)?.[1] ?? assert.fail(slip.body);
  assert.match(slip.body, /@media screen\{\.paper\{display:none/);
  const again = await act(dewi, approved, { act: 'print' });
  assert.equal(again.status, 422);
  const { birthDate } = await database.one<{ birthDate: string }>(sql`
    select birth_date as "birthDate" from members.person where person_id = ${personId}`);
  const browser = newBrowser();
  const page = await browser.get(`${sso}/recovery/slip`);
  const fields = { code, member_number: siti.memberNumber ?? '', birth_date: birthDate };
  assert.equal(
    (await browser.submit(page, '/recovery/slip', { ...fields, birth_date: '1-1-1980' })).status,
    422,
  );
  const waiting = await browser.submit(page, '/recovery/slip', fields);
  assert.equal(waiting.url.pathname, '/recovery/status');
  assert.equal((await newBrowser().get(`${sso}/recovery/desk`)).status, 200);
  assert.equal(
    (await browser.submit(page, '/recovery/slip', { ...fields, _key: 'again' })).status,
    422,
    'once',
  );
});
