import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPersonByMemberNumber, personDetails } from '#members';
import { sql, translatorFor } from '#platform';
import { applyDeathStep, applyProposal } from '#support';
import type { Page } from 'playwright-core';
import { accountServices } from '../../src/commands/house.ts';
import { testBrowser } from '../support/browser.ts';
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

/** A code of the app works once: the second walk types the one after it. */
async function enterConsole(page: Page, name: string, walk: number): Promise<Page> {
  await page.goto(`${consoleOrigin}/`);
  await enterPassword(page, name);
  const { totpSecret = '' } = demonstrationAccount(name);
  await enterCode(page, appCode(totpSecret, Date.now() + walk * 30_000));
  await page.waitForURL(`${consoleOrigin}/`);
  return page;
}

async function carryOut(): Promise<void> {
  const due = await database.many<{ id: string }>(
    sql`select proposal_id as id from support.proposal where approved and applied_at is null`,
  );
  for (const { id: proposalId } of due) {
    await applyProposal(worker, { proposalId });
    await applyDeathStep(worker, { proposalId });
  }
}

const numberOn = async (page: Page): Promise<string> =>
  /K-[2-9C-Y]{4}-[2-9C-Y]{4}/.exec(await page.locator('main').innerText())?.[0] ?? assert.fail();

/** Takes the case of this kind and number from the list. */
async function take(page: Page, mode: Mode, kind: string, number: string): Promise<void> {
  await page.goto(`${consoleOrigin}/cases?kind=${kind}`);
  await look(page, mode, `cases of ${kind}`);
  await page.getByRole('link', { name: number }).click();
  await press(page, t('console.cases.take'));
}

async function giveReason(page: Page): Promise<void> {
  await page.selectOption('select[name=reason]', 'reported_death');
  await page.locator('main form button.button:not(.link)').first().click();
}

for (const [walk, mode] of walks.entries()) {
  const memberName = walk === 0 ? 'siti.rahayu' : 'rizky.pratama';
  const newPage = async (width: number) => (await newContext({ ...mode, width })).newPage();
  const rina = await enterConsole(await newPage(320), 'petugas', walk);
  const dewi = await enterConsole(await newPage(1100), 'penyelia', walk);

  test(`${modeName(mode)}: a member gives notice of an exit and does not know a movement; an officer asks the employer and records it`, async () => {
    const member = await newPage(320);
    await member.goto(`${portal}/login`);
    await enterPassword(member, memberName);
    await member.waitForURL(`${portal}/dashboard`);
    await member.goto(`${portal}/balance`);
    await look(member, mode, 'balance');
    await member.locator('a[href^="/balance/question/"]').first().click();
    await look(member, mode, 'unknown movement');
    await member.selectOption('select[name=fault]', 'amount');
    await press(member, t('movement.send'));
    await look(member, mode, 'unknown movement told');
    const movement = await numberOn(member);
    await member.goBack();
    await member.goto(`${portal}/balance`);
    await member.locator('a[href^="/balance/question/"]').first().click();
    assert.equal(await numberOn(member), movement, 'pressed again, it is the same case');
    await member.goto(`${portal}/contributions`);
    await member.locator('a[href^="/contributions/question/"]').first().click();
    await look(member, mode, 'unknown month');
    await press(member, t('movement.send'));
    assert.notEqual(await numberOn(member), movement);
    await member.goto(`${portal}/details`);
    await look(member, mode, 'details');
    await press(member, t('exit.link'));
    await member.fill('input[name=day]', '31 Februari 2026');
    await press(member, t('exit.send'));
    await member.getByText(t('exit.wrong.day')).waitFor();
    await look(member, mode, 'exit notice refused');
    await member.fill('input[name=day]', '1 November 2026');
    await member.selectOption('select[name=reason]', 'contract_ended');
    await press(member, t('exit.send'));
    await look(member, mode, 'exit notice told');
    const exit = await numberOn(member);
    await take(rina, mode, 'movement', movement);
    await rina.getByText(t('movement.fault.amount')).waitFor();
    await look(rina, mode, 'movement at the desk');
    await take(rina, mode, 'exit_notice', exit);
    await press(rina, t('console.exit.open'));
    await giveReason(rina);
    await rina.selectOption('select[name=answer]', 'confirmed');
    await look(rina, mode, 'exit at the desk');
    await press(rina, t('console.exit.note'));
    await look(rina, mode, 'exit to decide');
    await press(rina, t('console.exit.record'));
    await rina.getByText(t('cases.state.closed')).waitFor();
    await member.goto(`${portal}/details`);
    await member.getByText('1 Nov 2026').first().waitFor();
    await member.context().close();
  });

  test(`${modeName(mode)}: a survivor reports, an officer makes sure and freezes, the sign-in says why, two officers lift it`, async () => {
    const { memberNumber = '' } = demonstrationAccount(memberName);
    const personId = (await findPersonByMemberNumber(database, memberNumber)) ?? assert.fail();
    const person = (await personDetails(database, house.keys, personId)) ?? assert.fail();
    const survivor = await newPage(320);
    await survivor.goto(`${sso}/report-death`);
    await look(survivor, mode, 'report');
    await press(survivor, t('death.send'));
    await survivor.getByText(t('death.reporter_wrong')).waitFor();
    await look(survivor, mode, 'report refused');
    await survivor.fill('input[name=number]', memberNumber);
    await survivor.fill('input[name=name]', 'Siti Rahayu');
    await survivor.fill('input[name=birth_date]', person.birthDate);
    await survivor.fill('input[name=reporter]', 'Agus');
    await survivor.fill('input[name=contact]', 'agus@contoh.id');
    await press(survivor, t('death.send'));
    await look(survivor, mode, 'reported');
    const number = await numberOn(survivor);
    await take(rina, mode, 'death_report', number);
    await rina.getByText('agus@contoh.id').waitFor();
    await press(rina, t('console.death.match'));
    await giveReason(rina);
    await look(rina, mode, 'death');
    await press(rina, t('console.death.freeze'));
    await rina.getByText(t('console.death.refused.no-why')).waitFor();
    await rina.selectOption('select[name=call]', 'confirmed');
    await rina.fill('textarea[name=why]', 'Suaminya menjawab di nomor terdaftar.');
    await press(rina, t('console.death.freeze'));
    await carryOut();
    await rina.reload();
    await look(rina, mode, 'frozen');
    const member = await newPage(320);
    await member.goto(`${portal}/login`);
    await enterPassword(member, memberName);
    await member.getByText(t('signin.frozen_death')).waitFor();
    await look(member, mode, 'sign-in refused');
    await press(member, t('signin.frozen_alive_link'));
    await look(member, mode, 'alive');
    await rina.fill('textarea#why-lift_freeze', 'Peserta datang ke kantor dengan KTP.');
    await press(rina, t('console.death.lift'));
    await dewi.goto(`${consoleOrigin}/approvals`);
    await press(dewi, t('console.desk.remedy.lift_freeze'));
    await look(dewi, mode, 'lifting');
    await press(dewi, t('console.approvals.approve'));
    await carryOut();
    await member.goto(`${portal}/login`);
    await enterPassword(member, memberName);
    await member.waitForURL(`${portal}/dashboard`);
    for (const page of [survivor, member]) await page.context().close();
  });
}
