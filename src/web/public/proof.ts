import {
  checkProof,
  headKeysOf,
  headsAfter,
  headText,
  isInChain,
  newestHeads,
  publicHeadKeys,
} from '#activity';
import { type Database, doNotKeep, type FormFields, type Page, type Visit } from '#platform';
import { headsPage } from './proof-heads-page.ts';
import { proofPage } from './proof-page.ts';

const longestProof = 20_000;
const headsShown = 30;

/** Whoever holds the proof of an entry checks it here; the heads of the sealed record, to read and to copy by machine. */
export function proofPages(database: Database): Page[] {
  return [
    {
      path: '/proof',
      access: 'public',
      get: (visit) => visit.html(proofPage(visit)),
      // Neither the proof nor what was answered is kept.
      post: async (visit, fields) => doNotKeep(await check(database, visit, fields)),
    },
    {
      path: '/proof/heads',
      access: 'public',
      get: async (visit) => visit.html(headsPage(visit, await newestHeads(database, headsShown))),
    },
    {
      path: '/proof/heads.json',
      access: 'public',
      unrecognised: true,
      get: (visit) => headsAsJson(database, visit),
    },
  ];
}

async function check(database: Database, visit: Visit, fields: FormFields): Promise<Response> {
  const text = (fields['proof'] ?? '').slice(0, longestProof).trim();
  if (text === '') return visit.html(proofPage(visit, { kind: 'nothing-pasted' }), 422);
  const checked = checkProof(text, headKeysOf(publicHeadKeys(visit.keys)));
  if (!checked.ok) return visit.html(proofPage(visit, { kind: checked.refusal }), 422);
  const inChain = await isInChain(database, checked.value.batch);
  return visit.html(proofPage(visit, { kind: inChain ? 'holds' : 'not-in-chain', proof: checked.value }));
}

/** With `?after=NUMBER` up to 1000 heads behind that one, in order; without, the newest first. */
async function headsAsJson(database: Database, visit: Visit): Promise<Response> {
  const after = visit.context.req.query('after') ?? '';
  const heads = /^\d{1,15}$/.test(after)
    ? await headsAfter(database, Number(after))
    : await newestHeads(database, 100);
  const answer = {
    keys: publicHeadKeys(visit.keys),
    heads: heads.map((head) => ({ ...head, head: headText(head) })),
  };
  return visit.context.body(`${JSON.stringify(answer, null, 2)}\n`, 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}
