import type { AppError, Clock, TimeZoneName } from '#kernel';
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { Config, FaceName } from './config.ts';
import type { FieldName } from './field-rules.ts';
import type { KeyRing } from './key-ring.ts';
import type { Database } from './database.ts';
import type { Html } from './html.ts';
import type { Translate } from './i18n.ts';
import type { LanguageChoice } from './language-choice.ts';
import type { Logger } from './log.ts';
import type { StreamedFile } from './streamed-upload.ts';

export type SiteName = FaceName | 'inbox' | 'example';

/**
 * Who may enter a page. Every page says one; tests/architecture.test.ts refuses a route without.
 * `public` anyone; `signing-in` a browser with an interaction waiting; `member`, `officer`, `clerk` a session of
 * that kind on this face; `owner` the holder of an sso session; `machine` no browser (health, metrics, webhooks).
 */
export type Access = 'public' | 'signing-in' | 'member' | 'officer' | 'clerk' | 'owner' | 'machine';

/** What a face's own session tells its pages. Opened by web/session, or by sso for its own pages. */
export type VisitSession = {
  /** Id of accounts' session row. */
  readonly sessionId: string;
  readonly accountId: string;
  /** The person on the register, for a member. */
  readonly personId: string | undefined;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly acr: string;
  /** How it was reached (RFC 8176). */
  readonly amr: readonly string[];
  readonly shared: boolean;
  /** Of the holder, by the province on the register. */
  readonly timeZone: TimeZoneName;
  /** The instant it ends unless another page is opened. */
  readonly endsAt: Date;
};

/** What stands around every page of a face for somebody who is signed in there. */
export type VisitFrame = {
  readonly menu: readonly { readonly href: string; readonly label: string; readonly current: boolean }[];
  /** Address (path) that logs out with a POST. */
  readonly signOut: string;
};

/** What everybody is told on every page: maintenance ahead, trouble, a site that can only be read. */
export type Announcement = {
  readonly kind: 'info' | 'warn' | 'bad';
  readonly text: string;
  /** Where more of it stands. */
  readonly href: string;
};

export type FaceEnvironment = { Bindings: HttpBindings; Variables: { visit: Visit; writeRefused?: true } };

/** One request that was answered, for figures: nothing of it says who asked. */
export type Seen = {
  readonly site: SiteName;
  /** The pattern of the page's address; `other` where none fits. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  /** The POST was turned away because of read-only mode, which is no failure. */
  readonly writeRefused: boolean;
};

/** One request to one page, with everything a page may need to answer it. */
export type Visit = {
  readonly context: Context<FaceEnvironment>;
  readonly site: SiteName;
  readonly config: Config;
  readonly keys: KeyRing;
  readonly log: Logger;
  readonly clock: Clock;
  /** The instant the request arrived. */
  readonly now: Date;
  readonly t: Translate;
  /** What was chosen in this browser on this face. */
  readonly languageChoice: LanguageChoice | undefined;
  /** Goes on in the language that was chosen elsewhere, and keeps that for the next pages. */
  speak(choice: LanguageChoice): void;
  readonly requestId: string;
  /** The client's address, after TRUSTED_PROXIES. */
  readonly address: string;
  readonly userAgent: string;
  /** Hidden fields that every form carries: the CSRF token and the form key that makes a double tap harmless. */
  formFields(): Html;
  /** Lets a form of this page be redirected to another origin (the waiting client's). */
  allowFormAction(origin: string): void;
  /** Answers with a page; headers and compression are the face's business. */
  html(page: Html, status?: number): Response;
  /** 303, never 307: a POST is not repeated elsewhere. */
  redirect(location: string): Response;
  cookie(name: string): string | undefined;
  /** The names of the face's own cookies that begin so, the oldest first. */
  cookieNames(start: string): readonly string[];
  setCookie(
    name: string,
    value: string,
    options?: { readonly maxAgeSeconds?: number; readonly strict?: boolean },
  ): void;
  clearCookie(name: string): void;
  session: VisitSession | undefined;
  /** The face's menu and way out while `session` is set. */
  readonly frame: VisitFrame | undefined;
  /** Shown above every page. */
  readonly announcements: readonly Announcement[];
  formActions: string[];
};

/** A form's fields as sent, of those that field-rules.ts knows; a field sent twice counts once, the last. */
export type FormFields = Readonly<Partial<Record<FieldName, string>>>;

/** A file as it came; nothing of it has been looked at. `tooLarge`: it was larger than the page takes, and is empty here. */
export type UploadedFile = { readonly bytes: Buffer; readonly tooLarge: boolean };

export type Page = {
  readonly path: string;
  readonly access: Access;
  /** Of a public page: nobody is looked for, so that asking for it does not count as using a session. */
  readonly unrecognised?: true;
  readonly get?: (visit: Visit) => Promise<Response> | Response;
  readonly post?: (visit: Visit, form: FormFields, file?: UploadedFile) => Promise<Response> | Response;
  /**
   * The form of this page brings one file of at most so many bytes along: it is read after the guard has let the sender in, and
   * never held beyond that size. The file is handed to `post`.
   */
  readonly takesFile?: (config: Config) => number;
  /** A POST from a machine, only with access `machine`: the body as sent. The page itself checks who sends it. */
  readonly receive?: (visit: Visit, body: string) => Promise<Response> | Response;
  /** A POST with a file. It is no form that is answered once: the page itself knows a file that comes twice. */
  readonly upload?: {
    readonly mostBytes: number;
    readonly receive: (visit: Visit, form: FormFields, file: StreamedFile) => Promise<Response>;
  };
};

/** Lets a visit in (undefined) or answers in its place, for instance with a redirect to sign in. */
export type Guard = (visit: Visit) => Promise<Response | undefined> | Response | undefined;

export type Face = {
  readonly site: SiteName;
  readonly origin: string;
  readonly database: Database;
  readonly pages: readonly Page[];
  readonly guards: Partial<Record<Access, Guard>>;
  /**
   * Sets `visit.session` when somebody is signed in here, and turns nobody away. Asked on public pages and on the page
   * of an error, so that the menu and the way out stand there too.
   */
  readonly recognise?: (visit: Visit) => Promise<void>;
  readonly frame?: (visit: Visit) => VisitFrame;
  /** Renders an error of the catalogue as a page. */
  readonly renderError: (visit: Visit, error: AppError) => Html;
  /** `'sha256-…'` of each inlined style sheet. */
  readonly styleHashes: readonly string[];
  /** Files served under /assets/, by name. */
  readonly assets: ReadonlyMap<string, Asset>;
  /** Adds addresses that are no pages, such as those of the OpenID provider; called before the pages are added. */
  readonly mount?: (app: Hono<FaceEnvironment>) => void;
  /** Refuses the POST of a page while the records or the site are read-only; handed in by main. */
  readonly writeGate?: (visit: Visit, page: Page) => Promise<Response | undefined> | Response | undefined;
  /** What every page has to say just now, from memory: it is asked for each page. */
  readonly announce?: (visit: Visit) => readonly Announcement[];
};

export type Asset = { readonly type: string; readonly body: string | Buffer };
