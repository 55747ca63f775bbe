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
};

export type MessageText = { readonly subject: string | undefined; readonly text: string };

/**
 * The words of a message. An SMS holds no link, ends with its reference and, when it carries a code, with the
 * origin-bound line `@host #code` (WICG "Origin-bound one-time codes delivered via SMS"), which lets a browser
 * fill in the code on our page and on no other.
 */
export function messageText(config: Config, request: TextRequest): MessageText {
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
  if (channel === 'email')
    return { subject: t(`message.${template}.email.subject` satisfies MessageKey, parameters), text: body };
  if (channel === 'whatsapp') return { subject: undefined, text: body };
  return { subject: undefined, text: withCodeLine(plainForSms(body), config, request) };
}

const longestParameter: Record<Channel, number> = { email: 80, sms: 32, whatsapp: 32 };

function commonParameters(config: Config, request: TextRequest): Record<string, string> {
  return {
    brand: config.BRAND_NAME,
    reference: request.reference,
    support_phone: config.SUPPORT_PHONE,
    support_email: config.SUPPORT_EMAIL,
    sign_in_origin: config.origins.sso,
    expires: formatTime(request.expiresAt, request.language),
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

function withCodeLine(text: string, config: Config, { parameters }: TextRequest): string {
  if (parameters['code'] === undefined) return text;
  const bound = `${text}\n@${new URL(config.origins.sso).hostname} #${parameters['code']}`;
  // A long host name gives way: the message stays one SMS and the code is typed by hand.
  return fitsOneSms(bound) ? bound : text;
}
