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
export const words = (defaultValue: string) =>
  z
    .string()
    .default(defaultValue)
    .transform((value) => value.split(/[\s,]+/).filter(Boolean));
export const maybeText = () => z.string().min(1).optional();
export const colour = (defaultValue: string) =>
  z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
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
    .url({ protocol: /^https?$/ })
    .refine(
      (value) => new URL(value).origin === value,
      'an origin without a path, such as https://id.example',
    )
    .optional();
