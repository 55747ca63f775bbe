import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { after } from 'node:test';
import type { Clock } from '#kernel';
import {
  type Config,
  type Database,
  type Face,
  type Page,
  buildFace,
  createLogger,
  html,
  listen,
  openDatabase,
  readConfig,
} from '#platform';
import { createSso, faceCredentials, type Sso } from '#sso';
import { assets, page, renderError, styleHashes } from '#web/layout';
import { proofPages } from '#web/public';
import {
  ownerGuard,
  recogniseOwner,
  recoveryPages,
  registerPages,
  securityFrame,
  securityPages,
} from '#web/security';
import { faceSession } from '#web/session';
import { signInPages, signingInGuard, ssoRenderers } from '#web/signin';
import { accountServices, wideBudgets } from './accounts.ts';
import { type Browser, newBrowser, type Page as Answer, type Wire } from './cookie-jar.ts';
import { freePortBase } from './ports.ts';

/** Real time, which a test may push forward; the library has its own clock and does not notice. */
export function movingClock(): Clock & { advance(seconds: number): void } {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (seconds) => {
      ahead += seconds * 1000;
    },
  };
}

type TestServices = Omit<ReturnType<typeof accountServices>, 'clock'> & {
  readonly clock: ReturnType<typeof movingClock>;
};

export type TestFaces = {
  /** With all rights, for what a test prepares and looks into; each face has its own role. */
  readonly services: TestServices;
  readonly ssoServices: TestServices;
  readonly clock: ReturnType<typeof movingClock>;
  readonly config: Config;
  readonly sso: Sso;
  /** Gives a form to the sso face without the network between; other requests go over it. */
  readonly postInside: Wire;
};

const log = createLogger(process.env['TEST_LOG_LEVEL'] ?? 'silent');

/**
 * The sso, portal and console faces on free ports of loopback, with one page each that says who is signed in.
 * They are closed when the test file ends.
 */
export async function startTestFaces(
  database: Database & { readonly url: string },
  settings: Readonly<Record<string, string>> = {},
): Promise<TestFaces> {
  const base = await freePortBase();
  const config = readConfig({
    NODE_ENV: 'test',
    TEST_HASH_COST: 'on',
    PORT_BASE: String(base),
    ...wideBudgets,
    ...settings,
  });
  const clock = movingClock();
  const services = { ...accountServices(database, config), clock };
  const as = (role: string) => {
    const own = openDatabase({ url: database.url, role, poolSize: 4 });
    after(() => own.close());
    return { ...services, database: own };
  };
  const ssoServices = as('goid_sso');
  const sso = await createSso({ accounts: ssoServices, log, renderers: ssoRenderers });
  const parts = { services, ssoServices, clock, config, sso };
  const ssoApp = appOf(parts, ssoFace(parts));
  const faces = { ...parts, postInside: postInside(ssoApp) };
  await open(faces, 'sso', ssoApp);
  for (const face of ['portal', 'console'] as const)
    await open(faces, face, appOf(faces, memberFace(faces, as(`goid_${face}`), face)));
  return faces;
}

type Parts = Omit<TestFaces, 'postInside'>;
type App = ReturnType<typeof buildFace>;

function appOf({ config, services }: Parts, face: Face): App {
  return buildFace({ config, keys: services.keys, log, clock: services.clock }, face);
}

async function open({ config }: Parts, site: 'sso' | 'portal' | 'console', app: App): Promise<void> {
  const listener = await listen(app, config.ports[site], '127.0.0.1');
  after(() => listener.close());
}

/** What Node knows of a connection stands beside the request, where the server puts it and the provider looks. */
const postInside =
  (app: App): Wire =>
  async (url, init) => {
    if (init.method !== 'POST') return fetch(url, init);
    const headers = { ...(init.headers as Record<string, string>), host: url.host };
    const incoming = new IncomingMessage(new Socket());
    Object.defineProperty(incoming.socket, 'remoteAddress', { value: '127.0.0.1' });
    Object.assign(incoming, { method: init.method, url: url.pathname + url.search, headers });
    return app.fetch(new Request(url, { ...init, headers }), {
      incoming,
      outgoing: new ServerResponse(incoming),
    });
  };

function faceParts({ config }: Parts, { database }: TestServices) {
  return {
    database,
    renderError,
    styleHashes: styleHashes(config),
    assets: assets(config),
  };
}

function ssoFace(faces: Parts): Face {
  const services = { accounts: faces.ssoServices, sso: faces.sso };
  return {
    ...faceParts(faces, faces.ssoServices),
    site: 'sso',
    origin: faces.config.origins.sso,
    pages: [
      ...signInPages(services),
      ...registerPages(faces.ssoServices),
      ...securityPages(services),
      ...recoveryPages(services),
      ...proofPages(faces.ssoServices.database),
    ],
    guards: { 'signing-in': signingInGuard(services), owner: ownerGuard(services) },
    recognise: (visit) => recogniseOwner(services, visit),
    frame: (visit) => securityFrame(visit),
    mount: (app) => faces.sso.mount(app),
  };
}

function memberFace(faces: Parts, services: TestServices, face: 'portal' | 'console'): Face {
  const { config } = faces;
  const session = faceSession({
    services,
    face,
    ...faceCredentials(services.keys, face),
    ...(face === 'console' ? { acr: '2' as const } : {}),
    allows: (roles) => (face === 'console' ? roles.includes('agent') : true),
  });
  const access = face === 'console' ? 'officer' : 'member';
  return {
    ...faceParts(faces, services),
    site: face,
    origin: config.origins[face],
    pages: [...session.pages, whoPage('/', access), whoPage('/riwayat', access), ...toSecurity(access)],
    guards: { [access]: session.guard },
    recognise: session.recognise,
    frame: () => ({ menu: [], signOut: '/logout' }),
  };
}

function whoPage(path: string, access: 'member' | 'officer'): Page {
  const show: NonNullable<Page['get']> = (visit) =>
    visit.html(
      page(visit, {
        title: path,
        body: html`<p>masuk sebagai ${visit.session?.displayName}, acr ${visit.session?.acr}</p>`,
        signOut: '/logout',
      }),
    );
  return { path, access, get: show, post: show };
}

/** As the portal does: who signs in on the way to the account's safety is sent on. */
function toSecurity(access: 'member' | 'officer'): Page[] {
  const get: Page['get'] = (visit) =>
    visit.redirect(`${visit.config.origins.sso}${new URL(visit.context.req.url).pathname}`);
  return ['/security', '/security/:page'].map((path) => ({ path, access, get }));
}

/** Opens an address that asks to sign in, types identifier and password, and goes on to where it leads. */
export async function signInByForms(
  start: string,
  typed: { readonly identifier: string; readonly password: string; readonly shared?: boolean },
  browser: Browser = newBrowser(),
): Promise<{ browser: Browser; page: Answer }> {
  const form = await browser.get(start);
  const page = await browser.submit(form, '/signin/', {
    identifier: typed.identifier,
    password: typed.password,
    ...(typed.shared ? { shared: 'on' } : {}),
  });
  return { browser, page };
}
