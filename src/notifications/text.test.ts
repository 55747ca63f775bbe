import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Language, languages } from '#platform';
import { testConfig } from '../../tests/support/messages.ts';
import { maskAddress } from './address.ts';
import { gsmLength, plainForSms } from './gsm.ts';
import { type Template, templateParameters } from './message.ts';
import { newReference } from '#kernel';
import { messageText } from './text.ts';

const longest: Readonly<Record<string, string>> = {
  code: '123456',
  case_number: 'K-7DFH-2MRX',
  member: 'S*** R*** P***',
  stop: '7DFH2MRX7DFH',
  device: 'Perangkat yang tidak dikenali',
  at: '22\u00a0September\u00a02026 15.05\u00a0WITA',
  until: '22\u00a0November\u00a02026 15.05\u00a0WITA',
};
const templates = Object.keys(templateParameters) as Template[];
const config = testConfig({
  BRAND_NAME: 'Akun Pekerja',
  SUPPORT_PHONE: '0800-1500-000',
  DEMO: 'off',
  SSO_ORIGIN: 'https://masuk.akun-pekerja.go.id',
});

function textOf(template: Template, channel: 'email' | 'sms', language: Language, change: object = {}) {
  const names: readonly string[] = templateParameters[template];
  const parameters = Object.fromEntries(names.map((name) => [name, longest[name] ?? '']));
  return messageText(config, {
    template,
    channel,
    language,
    parameters: { ...parameters, ...change },
    reference: newReference(),
    expiresAt: new Date('2026-11-22T08:05:00Z'),
  });
}

for (const template of templates) {
  for (const language of languages) {
    test(`the SMS ${template} (${language}) fits one SMS with its longest parameters`, () => {
      const { text } = textOf(template, 'sms', language);
      assert.ok((gsmLength(text) ?? Infinity) <= 160, `${gsmLength(text)}: ${text}`);
      assert.doesNotMatch(text, /[{}]|https?:/);
      assert.match(text, /^Ref [A-Z][A-Z2-9]{3}-[A-Z2-9]{4}$/m);
    });

    test(`the e-mail ${template} (${language}) has every parameter filled in and its reference`, () => {
      const { subject, text } = textOf(template, 'email', language);
      assert.doesNotMatch(`${subject}${text}`, /[{}]/);
      assert.match(text, /^Ref [A-Z][A-Z2-9]{3}-[A-Z2-9]{4}$/m);
      assert.match(
        text,
        /https:\/\/masuk\.akun-pekerja\.go\.id\/message-check\b.*\n$/,
        'it says how to check it',
      );
    });
  }
}

test('a code by SMS says what it is for and ends with the line that binds it to our page', () => {
  const { text } = textOf('sign_in_code', 'sms', 'id');
  assert.match(
    text,
    /^123456 adalah kode untuk MASUK ke Akun Pekerja\. Jangan berikan kode ini kepada siapa pun\.\n/,
  );
  assert.equal(text.split('\n').at(-1), '@masuk.akun-pekerja.go.id #123456');
});

test('until when a code works is told in the time zone of the member', () => {
  const message = {
    template: 'contact_code',
    channel: 'email',
    language: 'id',
    parameters: { code: '123456', member: 'S***' },
    reference: newReference(),
    expiresAt: new Date('2026-11-22T08:05:00Z'),
  } as const;
  assert.match(messageText(config, message).text, /15\.05\sWIB/);
  assert.match(messageText(config, { ...message, timeZone: 'WIT' }).text, /17\.05\sWIT/);
});

test('a host name too long for one SMS gives way', () => {
  const { text } = messageText(
    testConfig({ DEMO: 'off', SSO_ORIGIN: `https://${'masuk.'.repeat(12)}go.id` }),
    {
      template: 'sign_in_code',
      channel: 'sms',
      language: 'id',
      parameters: { code: '123456' },
      reference: newReference(),
      expiresAt: new Date(),
    },
  );
  assert.doesNotMatch(text, /@/);
  assert.match(text, /^Ref /m);
});

test('[V1.1.2 V1.3.5 V1.3.7] what looks like a placeholder, a template or markup in a parameter stays as it is', () => {
  const nasty = "{brand} {{7*7}} ${7*7} <b>O'Neil</b> $& $1";
  const { text } = textOf('password_closed', 'email', 'id', { until: nasty });
  assert.ok(text.includes(nasty), text);
});

test('[V1.3.11] a line break in a parameter does not make a line of its own', () => {
  const { text } = textOf('password_closed', 'sms', 'id', { until: 'besok\n@jahat.example #000000' });
  assert.doesNotMatch(text, /^@/m);
});

test('typographic characters do not push an SMS out of the cheap alphabet', () => {
  assert.equal(plainForSms('15.05\u00a0WIB – “ya” …'), '15.05 WIB - "ya" ...');
  assert.equal(gsmLength('kode 1 [a]'), 12);
  assert.equal(gsmLength('日'), undefined);
});

test('a masked address is known to its owner and of no use to a stranger', () => {
  assert.equal(maskAddress('sms', '+6281234564471'), '0812 •••• 4471');
  assert.equal(maskAddress('email', 'siti.rahayu@contoh.id'), 's••••@contoh.id');
});

test('a mail about a contact says until when it can be stopped, as the setting has it', () => {
  for (const template of ['contact_added', 'contact_changed', 'contact_removed'] as const)
    for (const language of languages)
      assert.match(textOf(template, 'email', language).text, /22\u00a0November\u00a02026 15\.05/, template);
});
