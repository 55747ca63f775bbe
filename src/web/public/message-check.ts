import { checkMessage, type MessageCheck } from '#notifications';
import type { Database, FormFields, Page, Visit } from '#platform';
import { fraudSigns, type OwnPlaces } from './fraud-signs.ts';
import { messageCheckPage } from './message-check-page.ts';

const longestPasted = 10_000;

/** "Is this message from us?" (G16), for everybody. The question is a POST, so that no reference stands in an address or a log. */
export function messageCheckPages(database: Database): Page[] {
  return [
    {
      path: '/message-check',
      access: 'public',
      get: (visit) => visit.html(messageCheckPage(visit)),
      post: (visit, form) => answer(database, visit, form),
    },
  ];
}

async function answer(database: Database, visit: Visit, form: FormFields): Promise<Response> {
  const pasted = (form['message'] ?? '').slice(0, longestPasted).trim();
  if (pasted === '') return visit.html(messageCheckPage(visit, { kind: 'nothing-pasted' }), 422);
  const check: MessageCheck = await checkMessage({ ...visit, database }, pasted, visit);
  return visit.html(messageCheckPage(visit, { ...check, signs: fraudSigns(pasted, ownPlaces(visit)) }));
}

function ownPlaces({ config }: Visit): OwnPlaces {
  const { sso, portal, console: consoleOrigin, employer } = config.origins;
  return {
    hosts: [sso, portal, consoleOrigin, employer].map((origin) => new URL(origin).hostname),
    phones: [config.SUPPORT_PHONE],
  };
}
