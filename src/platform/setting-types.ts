import { isIP } from 'node:net';
import { z } from 'zod';

/** One setting: how its value is read, whether it may come from a file, and what it is for. */
export type Setting = { readonly type: z.ZodType; readonly secret?: true; readonly about: string };

export const whole = (defaultValue: number, min = 0) =>
  z.coerce.number().int().min(min).default(defaultValue);
export const flag = (defaultValue: boolean) =>
  z
    .enum(['on', 'off'])
    .default(defaultValue ? 'on' : 'off')
    .transform((value) => value === 'on');
export const text = (defaultValue: string) => z.string().default(defaultValue);
export const maybeText = () => z.string().min(1).optional();
export const colour = (defaultValue: string) =>
  z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'a colour such as #3a3f9e')
    .default(defaultValue);
export const namedAddresses = (defaultValue: string) =>
  z
    .string()
    .regex(/^(?:[^=;]+=\s*https:\/\/[^;\s]+\s*(?:;\s*|$))*$/, 'name=https://… pairs, separated by semicolons')
    .default(defaultValue);
export const scanner = () =>
  z
    .string()
    .regex(/^(?:unix:\/\S+|[^\s:]+:\d{1,5}|\[[\da-f:]+\]:\d{1,5})$/i, 'unix:/path/of/socket or host:port')
    .optional();
export const maybeOrigin = () =>
  z
    .string()
    .refine(
      (value) => /^https?:/.test(value) && URL.parse(value)?.origin === value,
      'an origin without a path, such as https://id.example',
    )
    .optional();
/** An address of this machine to listen on. */
export const listenAddress = (defaultValue: string) =>
  z
    .string()
    .refine(
      (value) => isIP(value) !== 0 || value === 'localhost',
      'an IP address, such as 127.0.0.1 or 0.0.0.0',
    )
    .default(defaultValue);
export const proxies = () =>
  z
    .string()
    .refine(
      (value) => value.split(',').every((part) => part.trim() === '' || isNetwork(part.trim())),
      'addresses or networks such as 10.0.0.0/8, separated by commas',
    )
    .default('');
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    most > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
};

const mailbox = '[^\\s@<>]+@[^\\s@<>]+\\.[^\\s@<>]+';
export const mailAddress = (defaultValue: string) =>
  z
    .string()
    .regex(new RegExp(`^${mailbox}$`), 'an e-mail address such as bantuan@goid.example')
    .default(defaultValue);
/** With or without a name before it. */
export const sender = (defaultValue: string) =>
  z
    .string()
    .regex(
      new RegExp(`^(?:${mailbox}|[^<>\\r\\n]+ <${mailbox}>)$`),
      'an e-mail address, or a name and the address in angle brackets',
    )
    .default(defaultValue);
/** 3GPP TS 23.040 §9.1.2.5: eleven characters at most, or a number. */
export const smsSender = (defaultValue: string) =>
  z
    .string()
    .regex(/^(?:[\w .&-]{1,11}|\+?\d{3,15})$/, 'at most 11 letters and digits, or a number')
    .default(defaultValue);
export const phoneNumber = (defaultValue: string) =>
  z
    .string()
    .regex(/^\+?\d[\d ()-]{1,24}$/, 'a telephone number such as 1500-000 or +62 21 5550 0000')
    .default(defaultValue);
export const dialCodes = (defaultValue: string) =>
  z
    .string()
    .default(defaultValue)
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine(
      (codes) => codes.every((code) => /^\+\d{1,14}$/.test(code)),
      'beginnings of numbers with their plus sign, such as +62',
    );

const fewestKeyCharacters = 32;
/** Names the bank whose key is too short, and never a key. */
export const bankKeyPairs = () =>
  z
    .string()
    .min(1)
    .superRefine((value, context) => {
      const pairs = value.split(/\s+/).filter(Boolean);
      for (const [place, pair] of pairs.entries()) {
        const at = pair.indexOf(':');
        if (at <= 0) context.addIssue(`name:key in each place; the ${nth(place)} is none`);
        else if (pair.length - at - 1 < fewestKeyCharacters)
          // Whoever turns the two round has the key where the name belongs.
          context.addIssue(
            `keys of at least ${fewestKeyCharacters} characters; that of ${at < 20 ? pair.slice(0, at) : `the ${nth(place)} place`} is shorter`,
          );
      }
    })
    .optional();
const nth = (place: number) => `${place + 1}${['st', 'nd', 'rd'][place] ?? 'th'}`;
