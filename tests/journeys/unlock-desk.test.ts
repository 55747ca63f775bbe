import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPersonByMemberNumber } from '#members';
import { sql, translatorFor } from '#platform';
import { applyProposal } from '#support';
import type { Page } from 'playwright-core';
import { accountServices } from '../../src/commands/house.ts';
import { testBrowser } from '../support/browser.ts';
import { rightAnswersTo } from '../support/desk-answers.ts';
import { enterCode, enterPassword, type Mode, modeName, press } from '../support/journey.ts';
import { look } from '../support/looking.ts';
import { appCode, demonstrationAccount } from '../support/officer.ts';
import { startWholeHouse } from '../support/whole-house.ts';

/** The faces in this process, so that the worker's part is done when the walk wants it. */
const { house, database } = await startWholeHouse();
const { console: consoleOrigin, sso, portal } = house.config.origins;
const newContext = await testBrowser();
const worker = accountServices(house, house.open('goid_worker'));
const t = translatorFor('id');
const walks: readonly Mode[] = [
  { javaScript: true, language: 'id' },
  { javaScript: false, language: 'id' },
];

for (const [walk, mode] of walks.entries())
  test(`${modeName(mode)}: a member asks, an officer checks and proposes, another approves, the member stops it`, async () => {
    const memberName = walk === 0 ? 'siti.rahayu' : 'rizky.pratama';
    const { memberNumber = '' } = demonstrationAccount(memberName);
    const personId = (await findPersonByMemberNumber(database, memberNumber)) ?? assert.fail();
    const [member, rina, dewi] = [
      await (await newContext({ ...mode, width: 320 })).newPage(),
      await (await newContext({ ...mode, width: 1100 })).newPage(),
      await (await newContext({ ...mode, width: 320 })).newPage(),
    ];
    await member.goto(`${portal}/login`);
    await enterPassword(member, memberName);
    await member.waitForURL(`${portal}/dashboard`);
    const number = await askSomething(member, mode);
    await enterConsole(rina, 'petugas', walk);
    await rina.goto(`${consoleOrigin}/cases`);
    await look(rina, mode, 'cases');
    await rina.getByRole('link', { name: number }).click();
    await press(rina, t('console.cases.take'));
    await rina.fill('textarea[name=words]', 'Kami bantu lewat meja bantuan.');
    await look(rina, mode, 'case');
    await press(rina, t('console.cases.send'));
    await rina.getByText(t('cases.state.answered')).first().waitFor();
    const proposal = await checkAndPropose(rina, mode, personId, walk);
    await enterConsole(dewi, 'penyelia', walk);
    await dewi.goto(`${consoleOrigin}/approvals`);
    await look(dewi, mode, 'approvals');
    await dewi.goto(proposal);
    await look(dewi, mode, 'approval');
    await press(dewi, t('console.approvals.approve'));
    await dewi.getByText(t('console.approvals.is_approved')).waitFor();
    await carryOut();
    await dewi.reload();
    await dewi.getByText(t('console.approvals.is_started')).waitFor();
    await member.goto(`${sso}/security/cases`);
    await look(member, mode, 'my cases');
    await press(member, t('cases.kind.wage_report'));
    await member.getByText('Kami bantu lewat meja bantuan.').waitFor();
    await look(member, mode, 'my case');
    await member.goto(`${sso}/security/activity`);
    await look(member, mode, 'activity');
    await member.getByText(t('activity.identity_check_passed')).first().waitFor();
    await member.goto(`${sso}/security/recovery`);
    await look(member, mode, 'what waits');
    await press(member, t('security.recovery_stop.submit'));
    await member.getByText(t('security.recovery_stop.stopped')).waitFor();
    for (const page of [member, rina, dewi]) await page.context().close();
  });

async function askSomething(page: Page, mode: Mode): Promise<string> {
  await page.goto(`${sso}/ask?about=wage_report`);
  await look(page, mode, 'ask');
  await page.fill('textarea[name=words]', 'Upah saya keliru dan ponsel saya hilang.');
  await press(page, t('cases.send'));
  await page.getByText(t('cases.ask.done_title')).or(page.locator('.notice.ok')).first().waitFor();
  await look(page, mode, 'asked');
  return /K-[2-9C-Y]{4}-[2-9C-Y]{4}/.exec(await page.locator('main').innerText())?.[0] ?? assert.fail();
}

/** A code of the app works once: the second walk types the one after it. */
async function enterConsole(page: Page, name: string, walk: number): Promise<void> {
  await page.goto(`${consoleOrigin}/`);
  await enterPassword(page, name);
  const { totpSecret = '' } = demonstrationAccount(name);
  await enterCode(page, appCode(totpSecret, Date.now() + walk * 30_000));
  await page.waitForURL(`${consoleOrigin}/`);
}

/** From the case over the reason to the desk, and to the address of the proposal. */
async function checkAndPropose(page: Page, mode: Mode, personId: string, walk: number): Promise<string> {
  await press(page, t('console.desk.title'));
  await page.selectOption('select[name=reason]', 'lost_factor');
  await page.locator('main form button.button:not(.link)').first().click();
  await press(page, t('console.desk.ask'));
  await page.locator('#field-answer2').waitFor();
  await look(page, mode, 'questions');
  const labels = await page.locator('main label').allInnerTexts();
  const answers = await rightAnswersTo(database, personId, labels);
  for (const [place, answer] of answers.entries()) await page.fill(`#field-answer${place}`, answer);
  await press(page, t('console.desk.answer'));
  await page.locator('#field-address').waitFor();
  await look(page, mode, 'remedies');
  await page.fill('#field-address', `0813-7000-010${walk}`);
  await page.fill('#why-contact', 'Ponsel dicuri, dilaporkan ke polisi');
  await page.locator('button[value=contact]').click();
  const link = page.getByRole('link', { name: t('console.desk.remedy.contact') });
  await link.waitFor();
  await look(page, mode, 'proposed');
  return new URL((await link.getAttribute('href')) ?? '', consoleOrigin).href;
}

async function carryOut(): Promise<void> {
  const due = await database.many<{ id: string }>(
    sql`select proposal_id as id from support.proposal where approved and applied_at is null`,
  );
  for (const { id: proposalId } of due) await applyProposal(worker, { proposalId });
}
