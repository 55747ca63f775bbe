import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { goRoundRecoveries, sendReset } from '#accounts';
import { sql, translatorFor } from '#platform';
import { newTestAccount, testPassword } from '../support/accounts.ts';
import { testBrowser } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { startTestFaces } from '../support/faces.ts';
import { enterPassword, type Mode, modeName, modes, press, submitButton } from '../support/journey.ts';
import { look } from '../support/looking.ts';

/** The faces in this process, whose clock a test pushes over the 72 hours. */
const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const { sso } = config.origins;
const newContext = await testBrowser();
const hour = 3600;

async function work(): Promise<void> {
  const waiting = await database.many<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where sent_at is null`,
  );
  for (const { request_id: requestId } of waiting) await sendReset(services, { requestId });
}

const newest = (template: string, name: string) =>
  services.outbox.sent.findLast((message) => message.template === template)?.parameters[name] ?? '';

for (const [index, mode] of modes.entries())
  test(`${modeName(mode)}: 72 hours on a known device, then a new number`, async () => {
    const t = translatorFor(mode.language);
    const account = await newTestAccount(services, { secondFactor: ['sms'] });
    const context = await newContext({ ...mode, width: 320 });
    const page = await context.newPage();
    // What makes a device known is that its owner signed in there; the session is over long before the phone is lost.
    await signIn(page, account);
    faces.clock.advance(24 * hour);
    await page.goto(`${sso}/recovery?lang=${mode.language}`);
    await look(page, mode, 'ladder');
    await page.fill('input[name=identifier]', account.email);
    await submitButton(page).click();
    await page.waitForURL(`${sso}/recovery/sent`);
    await work();
    await page.goto(`${sso}/recovery/link?token=${newest('recovery_link', 'token')}`);
    await look(page, mode, 'start');
    await press(page, t('security.recovery.start_submit'));
    await page.waitForURL(`${sso}/recovery/status`);
    await look(page, mode, 'waiting');
    await ownerLooks(mode, account, index % 2 === 0);
    if (index % 2 === 0) return context.close();
    faces.clock.advance(72 * hour);
    await goRoundRecoveries(services);
    await page.reload();
    await look(page, mode, 'ready');
    await page.fill('input[name=address]', 'bukan alamat');
    await submitButton(page).click();
    await page.getByText(t('security.status.problem_unreadable')).waitFor();
    await page.fill('input[name=address]', `0813-9990-000${index}`);
    await submitButton(page).click();
    await page.waitForURL(`${sso}/recovery/status`);
    await look(page, mode, 'code');
    await page.fill('input[name=code]', newest('recovery_code', 'code'));
    await submitButton(page).click();
    await page.getByText(t('security.status.lead_done')).waitFor();
    await look(page, mode, 'done');
    return context.close();
  });

type Account = Awaited<ReturnType<typeof newTestAccount>>;

async function signIn(page: Page, account: Account): Promise<void> {
  await page.goto(`${sso}/security`);
  await enterPassword(page, account.username, testPassword);
  await page.fill('input[name=code]', newest('sign_in_code', 'code'));
  await submitButton(page).click();
  await page.waitForURL(`${sso}/security`);
}

/** Another browser of the owner: the stop link of the mail, or the page behind signing in. */
async function ownerLooks(mode: Mode, account: Account, stops: boolean): Promise<void> {
  const t = translatorFor(mode.language);
  const context = await newContext({ ...mode, width: 320 });
  const page = await context.newPage();
  await page.goto(`${sso}/recovery/stop-link?token=${newest('recovery_waiting', 'token')}`);
  assert.equal(page.url(), `${sso}/recovery/stop`);
  await page.goto(`${sso}/recovery/stop?lang=${mode.language}`);
  await look(page, mode, 'stop');
  if (stops) {
    await press(page, t('security.recovery_stop.submit'));
    await page.getByText(t('security.recovery_stop.stopped')).waitFor();
    await look(page, mode, 'stopped');
  } else {
    await signIn(page, account);
    // The portal that sent the browser to sign in spoke Indonesian.
    await page.goto(`${sso}/security?lang=${mode.language}`);
    await look(page, mode, 'read-only');
    await press(page, t('security.read_only.action'));
    await page.waitForURL(`${sso}/security/recovery`);
    await look(page, mode, 'own time line');
  }
  await context.close();
}
