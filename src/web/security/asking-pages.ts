import {
  type AskRefusal,
  askAgain,
  askForReset,
  originOf,
  type ResetView,
  resetView,
  type AccountServices,
} from '#accounts';
import type { FormFields, Html, Page, Visit } from '#platform';
import type { AskProblem } from './ask-form.ts';
import { carried, carry } from './reset-cookies.ts';

const longestIdentifier = 254;

/** One of the two things that somebody who is not signed in may ask for by mail, with its pages. */
export type Way<Problem> = {
  readonly purpose: ResetView['purpose'];
  readonly base: '/forgot-password' | '/recovery';
  readonly startPage: (visit: Visit, typed: string, problem: AskProblem | undefined) => Html;
  readonly sentPage: (visit: Visit, view: ResetView, problem: Problem | AskProblem | undefined) => Html;
};

/** Asking, what became of it, asking again: the same for everybody, whoever is known and whoever is not. */
export function askingPages<Problem>(accounts: AccountServices, way: Way<Problem>): readonly Page[] {
  const { base } = way;
  return [
    {
      path: base,
      access: 'public',
      get: (visit) => visit.html(way.startPage(visit, '', undefined)),
      post: (visit, sent) => ask(accounts, way, visit, sent),
    },
    { path: `${base}/sent`, access: 'public', get: (visit) => showSent(accounts, way, visit, undefined) },
    {
      path: `${base}/again`,
      access: 'public',
      get: (visit) => visit.redirect(`${base}/sent`),
      post: (visit) => again(accounts, way, visit),
    },
  ];
}

async function ask<Problem>(
  accounts: AccountServices,
  way: Way<Problem>,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const typed = (sent['identifier'] ?? '').trim().slice(0, longestIdentifier);
  if (typed === '') return visit.html(way.startPage(visit, '', { kind: 'missing' }), 422);
  const asked = await askForReset(accounts, typed, way.purpose, originOf(visit));
  if (!asked.ok) return visit.html(way.startPage(visit, typed, asked.refusal), tooMany(visit, asked.refusal));
  carry(visit, 'reset_request', asked.value.token);
  return visit.redirect(`${way.base}/sent`);
}

async function again<Problem>(accounts: AccountServices, way: Way<Problem>, visit: Visit): Promise<Response> {
  const token = carried(visit, 'reset_request');
  if (!token) return visit.redirect(way.base);
  const asked = await askAgain(accounts, token, originOf(visit));
  if (asked.ok) return visit.redirect(`${way.base}/sent`);
  if (asked.refusal.kind === 'gone') return visit.redirect(way.base);
  return showSent(accounts, way, visit, asked.refusal, tooMany(visit, asked.refusal));
}

/** The page after asking, with what went wrong since; without an open request it begins anew. */
export async function showSent<Problem>(
  accounts: AccountServices,
  way: Way<Problem>,
  visit: Visit,
  problem: Problem | AskProblem | undefined,
  status = 200,
): Promise<Response> {
  const token = carried(visit, 'reset_request');
  const view = token && (await resetView(accounts, token));
  if (!view || view.purpose !== way.purpose) return visit.redirect(way.base);
  return visit.html(way.sentPage(visit, view, problem), status);
}

/** The status of a refused request, with the header that says when it may be made. */
export function tooMany(visit: Visit, { at }: Pick<AskRefusal, 'at'>): number {
  const seconds = Math.ceil((at.getTime() - visit.now.getTime()) / 1000);
  visit.context.header('Retry-After', String(Math.max(1, seconds)));
  return 429;
}
