/** A browser without JavaScript: keeps cookies by host and path, follows redirects, fills in and posts forms. */
type Cookie = { readonly name: string; readonly value: string; readonly host: string; readonly path: string };

export type Page = {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};

export type Browser = {
  /** All cookies, for tests that look into the jar or plant one. */
  readonly cookies: Map<string, Cookie>;
  get(url: string | URL, options?: { readonly follow?: boolean }): Promise<Page>;
  /** Posts fields; `page` gives the form's hidden fields, and the Origin. */
  post(url: string | URL, fields: Readonly<Record<string, string>>, options?: PostOptions): Promise<Page>;
  /** Submits the first form of the page whose action holds `action`. */
  submit(page: Page, action: string, fields?: Readonly<Record<string, string>>): Promise<Page>;
  /** The same of a form that takes a document. */
  submitWith(
    page: Page,
    action: string,
    fields: Readonly<Record<string, string>>,
    document: Buffer,
  ): Promise<Page>;
  /** Where an address leads, hop by hop, until a page or until `until` says that it is enough. */
  trace(url: string | URL, until: (url: URL) => boolean): Promise<URL>;
};
type PostOptions = { readonly follow?: boolean; readonly headers?: Readonly<Record<string, string>> };

/** How a request goes out: over the network, unless a test hands it to a face in its own process. */
export type Wire = (url: URL, init: RequestInit) => Promise<Response>;

/** Cookies are shared by the ports of one host, as in a real browser. */
export function newBrowser(wire: Wire = fetch): Browser {
  const cookies = new Map<string, Cookie>();
  const request = async (url: URL, init: RequestInit): Promise<Page> => {
    const response = await wire(url, {
      ...init,
      redirect: 'manual',
      headers: { 'user-agent': 'Uji/1', ...(init.headers as object), cookie: cookieHeader(cookies, url) },
    });
    for (const line of response.headers.getSetCookie()) keep(cookies, url, line);
    return { url, status: response.status, headers: response.headers, body: await response.text() };
  };
  const follow = async (first: Page): Promise<Page> => {
    let page = first;
    for (let hops = 0; page.status >= 300 && page.status < 400; hops += 1) {
      if (hops > 20) throw new Error(`a circle of redirects at ${page.url.href}`);
      page = await request(locationOf(page), {});
    }
    return page;
  };
  const browser: Browser = {
    cookies,
    get: async (url, options = {}) => {
      const page = await request(new URL(url), {});
      return options.follow === false ? page : follow(page);
    },
    post: async (url, fields, options = {}) => {
      const address = new URL(url);
      const page = await request(address, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: address.origin,
          ...options.headers,
        },
      });
      return options.follow === false ? page : follow(page);
    },
    submit: (page, action, fields = {}) => {
      const form = formOf(page, action);
      return browser.post(form.action, { ...form.fields, ...fields });
    },
    submitWith: async (page, action, fields, document) => {
      const form = formOf(page, action);
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...form.fields, ...fields })) body.append(name, value);
      body.append('document', new Blob([new Uint8Array(document)]), 'surat.png');
      const { origin } = form.action;
      return follow(await request(form.action, { method: 'POST', body, headers: { origin } }));
    },
    trace: async (url, until) => {
      let at = new URL(url);
      for (let hops = 0; hops < 20 && !until(at); hops += 1) {
        const page = await request(at, {});
        if (page.status < 300 || page.status >= 400) return at;
        at = locationOf(page);
      }
      return at;
    },
  };
  return browser;
}

export function locationOf(page: Page): URL {
  return new URL(page.headers.get('location') ?? '', page.url);
}

/** The hidden fields of a form, and where it is sent. */
export function formOf(page: Page, action: string): { action: URL; fields: Record<string, string> } {
  for (const [whole, attributes = '', content = ''] of page.body.matchAll(
    /<form([^>]*)>([\s\S]*?)<\/form>/g,
  )) {
    const target = unescape(/action="([^"]*)"/.exec(attributes)?.[1] ?? '');
    if (whole && target.includes(action))
      return { action: new URL(target, page.url), fields: hiddenFields(content) };
  }
  throw new Error(`no form to ${action} on ${page.url.href} (${page.status}):\n${page.body.slice(0, 2000)}`);
}

function hiddenFields(content: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of content.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    if (name) fields[name] = unescape(/value="([^"]*)"/.exec(input)?.[1] ?? '');
  }
  return fields;
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function cookieHeader(cookies: Browser['cookies'], url: URL): string {
  return [...cookies.values()]
    .filter(({ host, path }) => host === url.hostname && within(url.pathname, path))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

const within = (pathname: string, path: string) =>
  pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);

function keep(cookies: Browser['cookies'], url: URL, line: string): void {
  const [pair = '', ...attributes] = line.split(/;\s*/);
  const [name = '', ...rest] = pair.split('=');
  const attribute = (wanted: string) =>
    attributes.find((entry) => entry.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
  const path = attribute('path') ?? '/';
  const expires = attribute('expires');
  const gone = attribute('max-age') === '0' || (expires !== undefined && new Date(expires) <= new Date());
  const key = `${url.hostname}${path}|${name}`;
  if (gone) cookies.delete(key);
  else cookies.set(key, { name, value: rest.join('='), host: url.hostname, path });
}
