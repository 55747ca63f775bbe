import { AppError, newToken } from '#kernel';
import { keyedHash, keyOfHash } from './crypto.ts';
import { heldToRules } from './field-rules.ts';
import { type Html, html } from './html.ts';
import type { FormFields, Visit } from './visit.ts';

const cookieName = 'browser';
const bodyLimitBytes = 64 * 1024;
const bodySeconds = 15;

/**
 * CSRF rests on a token and on Origin, never on SameSite. The token is a keyed hash of the browser's own cookie,
 * with a fresh salt in each form, so that compression of the page gives nothing away (BREACH).
 */
export function formFields(visit: Visit): Html {
  const salt = newToken(9);
  const token = tokenFor(visit, browserOf(visit), salt).toString('base64url');
  return html`<input type="hidden" name="_token" value="${salt}.${token}" /><input
      type="hidden"
      name="_key"
      value="${newToken(12)}"
    />`;
}

function tokenFor(visit: Visit, browser: string, salt: string): Buffer {
  return keyedHash(visit.keys, 'csrf', visit.site, browser, salt);
}

/** A random name for this browser on this face, set when the first form is shown. */
function browserOf(visit: Visit): string {
  const known = visit.cookie(cookieName) ?? pending.get(visit);
  if (known) return known;
  const fresh = newToken(16);
  pending.set(visit, fresh);
  visit.setCookie(cookieName, fresh);
  return fresh;
}

const pending = new WeakMap<Visit, string>();

/** Reads a form's body. Throws AppError when it is too large, of another type, or not from a page of ours. */
export async function readForm(visit: Visit, origin: string): Promise<FormFields> {
  const { req } = visit.context;
  refuseOtherOrigin(visit, origin);
  const type = (req.header('content-type') ?? '').split(';')[0];
  if (type !== 'application/x-www-form-urlencoded')
    throw new AppError('form_unreadable', 'a form of another type');
  const body = await readBody(visit);
  const fields = heldToRules(Object.fromEntries(new URLSearchParams(body)));
  refuseOtherToken(visit, fields);
  return fields;
}

/** Throws AppError when these fields, of a form that was read elsewhere, are not from a page of ours. */
export function refuseOtherForm(visit: Visit, origin: string, fields: FormFields): void {
  refuseOtherOrigin(visit, origin);
  refuseOtherToken(visit, fields);
}

/** Throws AppError `form_expired` when the form was not shown to this browser. */
export function refuseOtherToken(visit: Visit, fields: FormFields): void {
  if (tokenKeyOf(visit, fields) === undefined) {
    throw new AppError('form_expired', 'the form token does not match the browser');
  }
}

/** The id of the key that the form's token was made with; undefined when it is not one of this browser's. */
export function tokenKeyOf(visit: Visit, fields: FormFields): string | undefined {
  const [salt = '', token = ''] = (fields['_token'] ?? '').split('.');
  const browser = visit.cookie(cookieName) ?? '';
  const sent = Buffer.from(token, 'base64url');
  return browser === '' ? undefined : keyOfHash(visit.keys, 'csrf', sent, visit.site, browser, salt);
}

/** Throws AppError `form_from_elsewhere` when another origin sent the form. */
export function refuseOtherOrigin(visit: Visit, origin: string): void {
  const { req } = visit.context;
  const sent = req.header('origin');
  const site = req.header('sec-fetch-site');
  const foreign = sent ? sent !== origin : site !== undefined && site !== 'same-origin';
  if (foreign) throw new AppError('form_from_elsewhere', 'a form sent from another origin');
}

/** The body as text; throws AppError when it is larger than any form of ours. */
export async function readBody(visit: Visit): Promise<string> {
  const { req } = visit.context;
  if (Number(req.header('content-length') ?? 0) > bodyLimitBytes)
    throw new AppError('body_too_large', 'content-length over the limit');
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A face that takes files waits longer for them than any other form may take.
  const late = setTimeout(() => visit.context.env?.incoming?.destroy(), bodySeconds * 1000);
  try {
    for await (const chunk of chunksOf(req.raw.body)) {
      size += chunk.length;
      if (size > bodyLimitBytes) throw new AppError('body_too_large', 'the body is over the limit');
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A client that hangs up in the middle is no fault of ours. */
export async function* chunksOf(body: Request['body']): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (error) {
    throw new AppError('form_unreadable', 'the connection ended before the body did', { cause: error });
  }
}
