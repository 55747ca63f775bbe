import type { TimeZoneName } from '#kernel';
import { type Config, formatTime, type Language, type MessageKey, translatorFor } from '#platform';
import { fitsOneSms, plainForSms } from './gsm.ts';
import type { Channel, Template } from './message.ts';

export type TextRequest = {
  readonly template: Template;
  readonly channel: Channel;
  readonly language: Language;
  readonly parameters: Readonly<Record<string, string>>;
  readonly reference: string;
  readonly expiresAt: Date;
  readonly timeZone?: TimeZoneName | undefined;
};

/** A request whose end of life is words already. */
export type WordedRequest = Omit<TextRequest, 'expiresAt' | 'timeZone'> & { readonly expires: string };

export type MessageText = { readonly subject: string | undefined; readonly text: string };

/**
 * The words of a message. An SMS holds no link, ends with its reference and, when it carries a code, with the
 * origin-bound line `@host #code` (WICG "Origin-bound one-time codes delivered via SMS"), which lets a browser
 * fill in the code on our page and on no other.
 */
export function messageText(config: Config, request: TextRequest): MessageText {
  return wordedText(config, {
    ...request,
    expires: formatTime(request.expiresAt, request.language, request.timeZone),
  });
}

export function wordedText(config: Config, request: WordedRequest): MessageText {
  const { template, channel } = request;
  const t = translatorFor(request.language);
  const parameters = {
    ...commonParameters(config, request),
    ...oneLiners(request.parameters, longestParameter[channel]),
  };
  // WhatsApp says what an SMS says, without the line that only a phone's SMS reader understands.
  const body = t(
    `message.${template}.${channel === 'whatsapp' ? 'sms' : channel}` satisfies MessageKey,
    parameters,
  );
  if (channel === 'email') {
    // How to check the message stands under every e-mail; in an SMS the reference has to be enough.
    const check = t('message.check', { ...parameters, check_address: checkAddress(config) });
    return {
      subject: t(`message.${template}.email.subject` satisfies MessageKey, parameters),
      text: `${body.trimEnd()}\n${check}\n`,
    };
  }
  if (channel === 'whatsapp') return { subject: undefined, text: body };
  return { subject: undefined, text: withCodeLine(plainForSms(body), config, request) };
}

const longestParameter: Record<Channel, number> = { email: 80, sms: 32, whatsapp: 32 };

/** The public page that says whether a message is from us. */
export function checkAddress(config: Config): string {
  return `${config.origins.sso}/message-check`;
}

function commonParameters(config: Config, request: WordedRequest): Record<string, string> {
  return {
    brand: config.BRAND_NAME,
    reference: request.reference,
    support_phone: config.SUPPORT_PHONE,
    support_email: config.SUPPORT_EMAIL,
    sign_in_origin: config.origins.sso,
    employer_origin: config.origins.employer,
    member_origin: config.origins.portal,
    expires: request.expires,
  };
}

/** A parameter is one short line: a line break in a device's name must not become a line of ours. */
function oneLiners(parameters: Readonly<Record<string, string>>, longest: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      value
        .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
        .trim()
        .slice(0, longest),
    ]),
  );
}

function withCodeLine(text: string, config: Config, { parameters }: WordedRequest): string {
  if (parameters['code'] === undefined) return text;
  const bound = `${text}\n@${new URL(config.origins.sso).hostname} #${parameters['code']}`;
  // A long host name gives way: the message stays one SMS and the code is typed by hand.
  return fitsOneSms(bound) ? bound : text;
}
