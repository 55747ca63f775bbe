import { type StatusWatch, viewAt } from '#operations';
import type { Page, Visit } from '#platform';
import { statusFeed } from './status-feed.ts';
import { statusJson } from './status-json.ts';
import { statusPage } from './status-page.ts';

/**
 * How the service is doing, for everybody (G26). All of it is answered from memory when the database is away, and nobody
 * is looked for, so that it stands while everything else answers errors.
 */
export function statusPages(watch: StatusWatch): Page[] {
  const feed = (language: 'id' | 'en') => async (visit: Visit) =>
    file(visit, 'application/atom+xml', statusFeed(visit, language, await watch.history()));
  return [
    {
      path: '/status',
      access: 'public',
      unrecognised: true,
      get: async (visit) =>
        visit.html(statusPage(visit, viewAt(watch.known(), visit.now), await watch.history())),
    },
    {
      path: '/status.json',
      access: 'public',
      unrecognised: true,
      get: async (visit) =>
        file(
          visit,
          'application/json',
          JSON.stringify(statusJson(visit, viewAt(watch.known(), visit.now), await watch.history())),
        ),
    },
    { path: '/status/id.atom', access: 'public', unrecognised: true, get: feed('id') },
    { path: '/status/en.atom', access: 'public', unrecognised: true, get: feed('en') },
  ];
}

function file(visit: Visit, type: string, text: string): Response {
  return visit.context.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` });
}
