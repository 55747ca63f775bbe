import { AppError, type Clock, type ErrorCode, newReference } from '#kernel';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { saying, textOf } from './answer-text.ts';
import { type AddressReader, clientAddressReader } from './client-address.ts';
import { compressed } from './compress.ts';
import type { Config } from './config.ts';
import { cookieNames, readCookie, writeCookie } from './cookies.ts';
import type { KeyRing } from './key-ring.ts';
import { formFields, readBody, readForm, refuseOtherOrigin } from './form-guard.ts';
import { answerOnce } from './form-once.ts';
import { nothing } from './html.ts';
import { isLanguage, type Language, translatorFor } from './i18n.ts';
import {
  type LanguageChoice,
  languageChoiceOf,
  readLanguageChoice,
  writeLanguageChoice,
} from './language-choice.ts';
import type { Logger } from './log.ts';
import { addMissingSecurityHeaders, setSecurityHeaders } from './security-headers.ts';
import { observing } from './observing.ts';
import { traceOf, withContext } from './request-context.ts';
import type { Readiness } from './readiness.ts';
import { hasFile, readUpload } from './upload.ts';
import { receiveUpload } from './streamed-upload.ts';
import type { Face, FaceEnvironment, Page, Seen, Visit } from './visit.ts';

export type FaceServices = {
  readonly config: Config;
  readonly keys: KeyRing;
  readonly log: Logger;
  readonly clock: Clock;
  /** Told of every request when it is answered. */
  readonly observe?: (seen: Seen) => void;
  readonly readiness?: Readiness;
};

/** A face as a web application: the same doors, headers, errors and form rules for every page. */
export function buildFace(services: FaceServices, face: Face): Hono<FaceEnvironment> {
  const app = new Hono<FaceEnvironment>();
  const readAddress = clientAddressReader(services.config.TRUSTED_PROXIES);
  addProbes(app, services.readiness);
  app.use(observing(services, face.site));
  app.use(async (context, next) => {
    const visit = openVisit(services, face, readAddress, context);
    context.set('visit', visit);
    refuseOtherHost(context, face.origin);
    refuseAbsoluteAddress(context);
    const switched = switchLanguage(visit);
    if (switched) return switched;
    const trace = services.config.TRACES ? traceOf(context.req.header('traceparent')) : {};
    const lines = { requestId: visit.requestId, ...trace };
    await withContext(lines, next);
    if (context.res === RESPONSE_ALREADY_SENT) return undefined;
    const answer = context.res;
    // What a page answered has them already.
    if (textOf(answer) === undefined) addMissingSecurityHeaders(visit, face.styleHashes, answer.headers);
    const sent = await compressed(context.req.header('accept-encoding') ?? '', answer);
    if (sent === answer) return undefined;
    // Put beside the one before, Hono would merge the two.
    context.res = undefined;
    context.res = sent;
    return undefined;
  });
  face.mount?.(app);
  for (const [name, asset] of face.assets) {
    app.get(`/assets/${name}`, (context) =>
      context.body(asset.body as string, 200, {
        'Content-Type': asset.type,
        'Cache-Control': 'public, max-age=31536000, immutable',
        'X-Content-Type-Options': 'nosniff',
      }),
    );
  }
  for (const page of face.pages) addPage(app, face, page);
  app.notFound((context) =>
    answerError(face, context.get('visit'), new AppError('not_found', 'no such page')),
  );
  app.onError((error, context) => answerError(face, context.get('visit'), asAppError(error)));
  return app;
}

function addPage(app: Hono<FaceEnvironment>, face: Face, page: Page): void {
  const { get, post, receive, upload } = page;
  const guard = face.guards[page.access];
  if (!guard && page.access !== 'public' && page.access !== 'machine')
    throw new Error(`${face.site}${page.path}: nobody guards "${page.access}"`);
  if (receive && (page.access !== 'machine' || post))
    throw new Error(`${face.site}${page.path}: only a machine's page receives without a form`);
  if (upload && post) throw new Error(`${face.site}${page.path}: a page takes a form or a file`);
  if (get) {
    app.get(page.path, async (context) => {
      const visit = context.get('visit');
      if (page.access === 'public' && !page.unrecognised) await recognise(face, visit);
      const turnedAway = await guard?.(visit);
      // A look at the head does nothing: a page may send a code, spend an answer or begin a sign-in.
      if (context.req.method === 'HEAD') return turnedAway ?? visit.html(nothing);
      return turnedAway ?? get(visit);
    });
  }
  if (receive) {
    app.post(page.path, async (context) => {
      const visit = context.get('visit');
      return receive(visit, await readBody(visit));
    });
  }
  if (upload) {
    app.post(page.path, async (context) => {
      const visit = context.get('visit');
      const turnedAway = (await guard?.(visit)) ?? (await refuseWrite(face, visit, page));
      const { mostBytes, receive: take } = upload;
      return (
        turnedAway ?? receiveUpload(visit, face.origin, mostBytes, (form, file) => take(visit, form, file))
      );
    });
  }
  if (post) {
    app.post(page.path, async (context) => {
      const visit = context.get('visit');
      const largest = page.takesFile?.(visit.config);
      if (largest !== undefined && hasFile(visit)) {
        refuseOtherOrigin(visit, face.origin);
        const refusal = (await guard?.(visit)) ?? (await refuseWrite(face, visit, page));
        if (refusal) return refusal;
        const { form, file } = await readUpload(visit, largest);
        return answerOnce(face.database, visit, form, async () => post(visit, form, file));
      }
      const form = await readForm(visit, face.origin);
      const turnedAway = (await guard?.(visit)) ?? (await refuseWrite(face, visit, page));
      return turnedAway ?? answerOnce(face.database, visit, form, async () => post(visit, form));
    });
  }
}

/** For a proxy or an orchestrator, which knows the process by its address and no name; they say nothing of the inside. */
function addProbes(app: Hono<FaceEnvironment>, readiness: Readiness | undefined): void {
  const plain = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
  app.get('/health', (context) => context.text('alive\n', 200, plain));
  if (!readiness) return;
  app.get('/ready', async (context) => {
    const reason = await readiness.ask();
    return reason ? context.text(`not ready: ${reason}\n`, 503, plain) : context.text('ready\n', 200, plain);
  });
}

async function refuseWrite(face: Face, visit: Visit, page: Page): Promise<Response | undefined> {
  const refusal = await face.writeGate?.(visit, page);
  if (refusal) visit.context.set('writeRefused', true);
  return refusal;
}

function openVisit(
  services: FaceServices,
  face: Face,
  readAddress: AddressReader,
  context: Context<FaceEnvironment>,
): Visit {
  const { req } = context;
  const site = { name: face.site, secure: face.origin.startsWith('https://') };
  const visit: Visit & { languageChoice: LanguageChoice | undefined } = {
    context,
    site: face.site,
    config: services.config,
    keys: services.keys,
    log: services.log,
    clock: services.clock,
    now: services.clock.now(),
    get t() {
      return translatorFor(languageOf(context, visit.languageChoice));
    },
    languageChoice: readLanguageChoice(readCookie(context, site, 'lang'), services.clock.now()),
    speak: (choice) => {
      visit.languageChoice = choice;
      visit.setCookie('lang', writeLanguageChoice(choice), { maxAgeSeconds: languageLifeSeconds });
    },
    requestId: newReference(),
    address: readAddress(context.env?.incoming?.socket?.remoteAddress, req.header('x-forwarded-for')),
    userAgent: (req.header('user-agent') ?? '').slice(0, 300),
    formFields: () => formFields(visit),
    allowFormAction: (origin) => visit.formActions.push(origin),
    html: (page, status = 200) => {
      setSecurityHeaders(visit, face.styleHashes);
      // A String object would make Hono answer with a promise.
      const text = page.toString();
      return saying(text, context.html(text, status as 200));
    },
    redirect: (location) => {
      setSecurityHeaders(visit, face.styleHashes);
      return saying('', context.redirect(location, 303));
    },
    cookie: (name) => readCookie(context, site, name),
    cookieNames: (start) => cookieNames(context, site, start),
    setCookie: (name, value, options = {}) => writeCookie(context, site, name, value, options),
    clearCookie: (name) => writeCookie(context, site, name, '', { maxAgeSeconds: 0 }),
    session: undefined,
    get frame() {
      return visit.session && face.frame?.(visit);
    },
    get announcements() {
      return face.announce?.(visit) ?? [];
    },
    formActions: [],
  };
  return visit;
}

/** What was asked for now (?lang=), else chosen before (cookie), else what the client asked for, else Indonesian. */
function languageOf({ req }: Context, choice: LanguageChoice | undefined): Language {
  const asked = [req.query('lang'), choice?.language, ...(req.query('ui_locales') ?? '').split(' ')];
  return asked.find(isLanguage) ?? 'id';
}

const languageLifeSeconds = 31_536_000;

/** ?lang=en keeps the page: the choice goes into a cookie and out of the address. */
function switchLanguage(visit: Visit): Response | undefined {
  const { req } = visit.context;
  const asked = languageChoiceOf(new URL(req.url).searchParams, visit.now);
  if (req.method !== 'GET' || !asked) return undefined;
  visit.speak(asked);
  const address = new URL(req.url);
  address.searchParams.delete('lang');
  address.searchParams.delete('chosen');
  // A path that begins with two slashes would lead to another host.
  return visit.redirect(`${address.pathname.replace(/^\/+/, '/')}${address.search}`);
}

function refuseOtherHost(context: Context, origin: string): void {
  const host = context.req.header('host');
  if (host !== new URL(origin).host) throw new AppError('wrong_host', 'the Host header names another host');
}

/** A proxy's form of the request line (RFC 9112 §3.2.2) names a host of its own; nothing here is a proxy. */
function refuseAbsoluteAddress(context: Context<FaceEnvironment>): void {
  if (!(context.env?.incoming?.url ?? '/').startsWith('/'))
    throw new AppError('wrong_host', 'the request line holds a whole address');
}

function asAppError(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('bug', 'an exception that nobody expected', { cause: error });
}

/** A public page and the page of an error are shown even when nobody can say whether somebody is signed in. */
async function recognise(face: Face, visit: Visit): Promise<void> {
  try {
    if (!visit.session) await face.recognise?.(visit);
  } catch (error) {
    visit.log.warn({ error, requestId: visit.requestId }, 'a session could not be looked for');
  }
}

/** What a browser of ours does not do by itself, or somebody without the right. */
const refusals: ReadonlySet<string> = new Set<ErrorCode>([
  'form_expired',
  'form_from_elsewhere',
  'form_unreadable',
  'body_too_large',
  'wrong_host',
  'not_allowed',
  'too_many_requests',
]);

/** Who met which refusal, at which kind of page: ids only, for whoever looks for attacks. */
export function noteRefusal({ log, requestId, session, context }: Visit, refusal: ErrorCode): void {
  const who = session ? { accountId: session.accountId, sessionId: session.sessionId } : {};
  log.warn({ requestId, refusal, route: context.req.routePath, ...who }, 'a request was refused');
}

async function answerError(face: Face, visit: Visit, error: AppError): Promise<Response> {
  if (error.status >= 500) {
    visit.log[error.code === 'bug' ? 'error' : 'warn'](
      { error, requestId: visit.requestId, route: visit.context.req.routePath },
      error.code,
    );
  }
  // An outage is not made worse by asking for more.
  if (error.status < 500) await recognise(face, visit);
  // A connection that broke, the cause of some refusals, is nobody's attempt.
  if (refusals.has(error.code) && error.cause === undefined) noteRefusal(visit, error.code);
  if (error.retryAfterSeconds !== undefined)
    visit.context.header('Retry-After', String(error.retryAfterSeconds));
  return visit.html(face.renderError(visit, error), error.status);
}
