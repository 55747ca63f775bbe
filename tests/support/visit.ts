import { isoDate, systemClock } from '#kernel';
import {
  type Config,
  html,
  type Language,
  type Page,
  readConfig,
  translatorFor,
  type Visit,
  type VisitSession,
} from '#platform';
import { pino } from 'pino';
import { testKeys } from './keys.ts';

export const testConfig: Config = readConfig({ NODE_ENV: 'test' });
export const testNow = new Date('2026-11-20T07:20:00Z');
export const testToday = isoDate('2026-11-20');

export const testSession: VisitSession = {
  sessionId: '019aa000-0000-7000-8000-000000000001',
  accountId: '019aa000-0000-7000-8000-000000000002',
  personId: '019aa000-0000-7000-8000-000000000003',
  displayName: 'Siti Rahayu',
  roles: ['member'],
  acr: '2r',
  amr: ['pwd', 'otp', 'sms', 'mfa'],
  shared: false,
  timeZone: 'WIB',
  endsAt: new Date('2026-11-20T07:35:00Z'),
};

export type TestVisitOptions = {
  readonly language?: Language;
  readonly session?: VisitSession;
  readonly path?: string;
  readonly method?: string;
  readonly config?: Config;
  readonly requestId?: string;
  readonly now?: Date;
  readonly announcements?: Visit['announcements'];
  /** What stands in the address for `:name`. */
  readonly parameters?: Readonly<Record<string, string>>;
};

/** A visit without a server behind it: what a page needs to be rendered, at a fixed instant. */
export function testVisit(options: TestVisitOptions = {}): Visit {
  const { language = 'id', path = '/', method = 'GET', config = testConfig } = options;
  const url = `http://localhost:8081${path}`;
  const req = {
    url,
    path: path.split('?')[0] ?? '/',
    method,
    query: (name: string) => new URL(url).searchParams.get(name) ?? undefined,
    param: (name: string) => options.parameters?.[name],
    header: () => undefined,
  };
  const context = {
    req,
    header: () => undefined,
    body: (body: string, status: number, headers: Record<string, string>) =>
      new Response(body, { status, headers }),
  };
  return {
    context: context as unknown as Visit['context'],
    site: 'portal',
    config,
    keys: testKeys,
    log: pino({ level: 'silent' }),
    clock: systemClock,
    now: options.now ?? testNow,
    t: translatorFor(language),
    languageChoice: undefined,
    speak: () => undefined,
    requestId: options.requestId ?? '5f0c7a52-3a0e-4f6e-9a1d-2b7c5f1e0d9a',
    address: '203.0.113.7',
    userAgent: 'test',
    formFields: () => html`<input type="hidden" name="_token" value="t" />`,
    allowFormAction: () => 0,
    html: (page, status = 200) => new Response(page.toString(), { status }),
    redirect: (location) => new Response(null, { status: 303, headers: { location } }),
    cookie: () => undefined,
    cookieNames: () => [],
    setCookie: () => undefined,
    clearCookie: () => undefined,
    session: options.session,
    frame: undefined,
    announcements: options.announcements ?? [],
    formActions: [],
  };
}

/** Opens a page of a face with GET, or with POST when a form is given, and returns what it answered. */
export async function openPage(
  pages: readonly Page[],
  path: string,
  options: TestVisitOptions & { readonly form?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  const [bare = ''] = path.split('?');
  const found =
    pages.find((page) => page.path === bare) ??
    pages.find((page) => page.path.includes('/:') && parametersIn(page.path, bare));
  const parameters = found && parametersIn(found.path, bare);
  const visit = testVisit({
    ...options,
    ...(parameters ? { parameters } : {}),
    path,
    method: options.form ? 'POST' : 'GET',
  });
  const answer = options.form ? found?.post?.(visit, options.form) : found?.get?.(visit);
  if (!answer) throw new Error(`no page answers ${path}`);
  return answer;
}

/** What an address has where the page's path has `:name`; undefined when they do not fit. */
function parametersIn(pattern: string, path: string): Record<string, string> | undefined {
  const names = pattern.split('/');
  const values = path.split('/');
  const fits =
    names.length === values.length &&
    names.every((name, index) => name.startsWith(':') || name === values[index]);
  if (!fits) return undefined;
  return Object.fromEntries(
    names.flatMap((name, index) => (name.startsWith(':') ? [[name.slice(1), values[index] ?? '']] : [])),
  );
}
