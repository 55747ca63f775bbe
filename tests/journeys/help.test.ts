import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, type Language } from '#platform';
import { helpTopics } from '#web/layout';
import { sidewaysScroll, testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  enterPassword,
  messagesTo,
  modeName,
  modes,
  newestCode,
  openSignIn,
  press,
  submitButton,
  wordsOf,
} from '../support/journey.ts';
import { look } from '../support/looking.ts';

const program = await startJourneyProgram();
const newContext = await testBrowser();
const { portal, sso } = program.origins;

/** What somebody types who is stuck, and the address that the first answer has. */
const stuck: Readonly<Record<Language, readonly (readonly [string, string])[]>> = {
  id: [
    ['otp tidak masuk', '/help/code-not-arriving'],
    ['hp hilang', '/help/lost-phone'],
    ['lupa snadi', '/help/forgot-password'],
  ],
  en: [
    ['code not arriving', '/help/code-not-arriving'],
    ['lost my phone', '/help/lost-phone'],
    ['forgoten password', '/help/forgot-password'],
  ],
};

for (const mode of modes) {
  test(`somebody who is stuck at the sign-in finds the answer (${modeName(mode)})`, async () => {
    const context = await newContext({ ...mode, width: 320 });
    const { page, t } = await openSignIn(context, program, mode);
    await page.locator('.tools a[href="/help"]').click();
    await page.waitForURL(`${sso}/help`);
    for (const [question, address] of stuck[mode.language]) {
      await page.fill('input[name=q]', question);
      await press(page, t('help.search.button'));
      const first = page.locator('.found a').first();
      assert.equal(await first.getAttribute('href'), address, question);
      await look(page, mode, question);
      await first.click();
      await page.waitForURL(`${sso}${address}`);
      await look(page, mode, address);
      assert.match(await wordsOf(page), /1500/, 'who helps stands there');
    }
    await page.fill('input[name=q]', 'rendang');
    await press(page, t('help.search.button'));
    assert.ok((await wordsOf(page)).includes(t('help.none', { question: 'rendang' })));
    await look(page, mode, 'nothing found');
    await context.close();
  });

  test(`an error page leads to its own answer (${modeName(mode)})`, async () => {
    const context = await newContext({ ...mode, width: 320 });
    const { page, t } = await openSignIn(context, program, mode);
    await page.goto(`${sso}/tidak-ada`);
    await press(page, t('error.help_page'));
    await page.waitForURL(`${sso}/help/page-not-found`);
    await context.close();
  });

  test(`anybody learns whether a message is ours, and never whose (${modeName(mode)})`, async () => {
    const account = await program.openAccount({ secondFactor: ['sms'] });
    const context = await newContext({ ...mode, width: 320 });
    const { page, t } = await openSignIn(context, program, mode);
    await enterPassword(page, account.username);
    await page.waitForURL(/\/code$/);
    const code = await newestCode(program, account.phone);
    const text = (await messagesTo(program, account.phone))[0]?.text ?? '';
    const reference = /Ref (\S+)/.exec(text)?.[1] ?? '';
    assert.ok(reference);

    const stranger = await (await newContext({ ...mode, width: 320 })).newPage();
    await stranger.goto(`${portal}/?lang=${mode.language}`);
    await stranger
      .locator('footer')
      .getByRole('link', { name: t('layout.message_check') })
      .click();
    await look(stranger, mode, 'asking');
    const ask = async (pasted: string) => {
      await stranger.fill('textarea', pasted);
      await submitButton(stranger).click();
      assert.equal(stranger.url(), `${portal}/message-check`, 'no reference in the address');
      await look(stranger, mode, pasted);
      const words = await wordsOf(stranger);
      for (const secret of [code, account.phone.slice(-4), account.username, account.email])
        assert.ok(!words.includes(secret), `${secret} is not told`);
      return words;
    };
    const whole = await ask(text);
    for (const key of ['check.ours.same.title', 'message.sign_in_code.about', 'check.channel.sms'] as const)
      assert.ok(whole.includes(t(key)), key);
    assert.ok((await ask(reference.toLowerCase())).includes(t('check.ours.not-pasted.title')));
    const false_ = await ask(`Akun Anda diblokir. Kirim kode OTP ke http://jahat.example\nRef ${reference}`);
    for (const key of ['check.ours.different.title', 'check.signs', 'check.sign.asks_secret'] as const)
      assert.ok(false_.includes(t(key)), key);
    assert.ok(false_.includes('jahat.example'));
    assert.ok((await ask('Ref ABCD-2345')).includes(t('check.unknown.title')));
    assert.ok((await ask('Selamat, Anda menang undian')).includes(t('check.without-reference.title')));
    await stranger.context().close();
    await context.close();
  });
}

test('every topic fits a small phone in both languages and prints without what cannot be pressed on paper', async () => {
  for (const language of languages) {
    const context = await newContext({ width: 320, language });
    const page = await context.newPage();
    await page.goto(`${portal}/help?lang=${language}`);
    for (const topic of helpTopics) {
      await page.goto(`${portal}/help/${topic}`);
      assert.equal(await sidewaysScroll(page), 0, topic);
    }
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('form.ask').isVisible(), false);
    assert.equal(await page.locator('h1').isVisible(), true);
    await context.close();
  }
});

test('the answers about a message fit a wide screen too', async () => {
  const account = await program.openAccount({ secondFactor: ['sms'] });
  const context = await newContext({ width: 1100, height: 800 });
  const page = await context.newPage();
  await page.goto(`${portal}/login`);
  await enterPassword(page, account.username);
  await page.waitForURL(/\/code$/);
  await newestCode(program, account.phone);
  const text = (await messagesTo(program, account.phone))[0]?.text ?? '';
  for (const pasted of [text, `Transfer ke https://${'saldo-'.repeat(8)}jht.example\n${text}`]) {
    await page.goto(`${sso}/message-check`);
    await page.fill('textarea', pasted);
    await submitButton(page).click();
    await look(page, { javaScript: true }, 'on a wide screen');
  }
  await context.close();
});

test('an old link to a place on the help page still shows its topic', async () => {
  const context = await newContext({ width: 320 });
  const page = await context.newPage();
  await page.goto(`${portal}/help#code`);
  const place = page.locator('#code');
  assert.equal(await place.locator('a').getAttribute('href'), '/help/code-not-arriving');
  const box = await place.boundingBox();
  assert.ok(box && box.y > -2 && box.y < 640, 'the browser has gone there');
  await context.close();
});
