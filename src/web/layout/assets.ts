import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { Asset, Config } from '#platform';
import { brandMark } from './brand.ts';

/** The browser scripts, in the order they are joined. Each improves a page that works without it. */
const scriptNames = [
  'password',
  'countdown',
  'press-once',
  'focus-notice',
  'session-warning',
  'live',
  'print',
  'fragment-code',
  'signed-out',
] as const;

function readScript(name: string): string {
  const typed = readFileSync(new URL(`browser/${name}.ts`, import.meta.url), 'utf8');
  return stripTypeScriptTypes(typed);
}

/** Comments on lines of their own, indentation and empty lines do not travel. */
function withoutComments(script: string): string {
  return script
    .replaceAll(/^\s*\/\*[\s\S]*?\*\/\s*$/gm, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/^\s+|[^\S\n]+$/gm, '')
    .replaceAll(/\n{2,}/g, '\n');
}

/** One classic script: each file in a function of its own, so that their names cannot meet. */
export const browserScript: string = scriptNames.map(alone).join('');

function alone(name: string): string {
  return `(function(){'use strict';\n${withoutComments(readScript(name))}}());\n`;
}

const scriptName = `goid.${fingerprint(browserScript)}.js`;

/** Only pages about passkeys load it. */
export const passkeyScript = alone('passkey');
const passkeyScriptName = `passkey.${fingerprint(passkeyScript)}.js`;

/** Only pages with a new password load it. */
export const newPasswordScript = alone('new-password');
const newPasswordScriptName = `new-password.${fingerprint(newPasswordScript)}.js`;

function fingerprint(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 10);
}

function icon(config: Config): string {
  return brandMark(config.BRAND_COLOUR).replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ');
}

export function scriptAddress(): string {
  return `/assets/${scriptName}`;
}

export function passkeyScriptAddress(): string {
  return `/assets/${passkeyScriptName}`;
}

export function newPasswordScriptAddress(): string {
  return `/assets/${newPasswordScriptName}`;
}

/** The name holds the colour, so a changed brand is not held back by a browser's cache. */
export function iconAddress(config: Config): string {
  return `/assets/icon.${config.BRAND_COLOUR.slice(1)}.svg`;
}

/** The files that every face serves under /assets/, by name. */
export function assets(config: Config): ReadonlyMap<string, Asset> {
  return new Map([
    [scriptName, { type: 'text/javascript; charset=utf-8', body: browserScript }],
    [newPasswordScriptName, { type: 'text/javascript; charset=utf-8', body: newPasswordScript }],
    [passkeyScriptName, { type: 'text/javascript; charset=utf-8', body: passkeyScript }],
    [iconAddress(config).replace('/assets/', ''), { type: 'image/svg+xml', body: icon(config) }],
  ]);
}
