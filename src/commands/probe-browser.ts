/** As much of a browser as a sign-in without JavaScript needs: cookies, redirects on loopback, one form. */
type Page = { readonly url: URL; readonly status: number; readonly body: string };

export type ProbeBrowser = {
  get(address: string): Promise<Page>;
  /** Fills in the form of the page and sends it. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page>;
};

const mostHops = 20;
const patienceMs = 20_000;

export function probeBrowser(): ProbeBrowser {
  const cookies = new Map<string, string>();
  const ask = async (url: URL, init: RequestInit): Promise<Page & { readonly to: string | null }> => {
    if (url.hostname !== 'localhost') throw new Error(`sent to ${url.origin}, which is not this machine`);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), cookie, 'user-agent': 'goid restore' };
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(url, { ...init, headers, redirect: 'manual', signal });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { url, status: answer.status, body: await answer.text(), to: answer.headers.get('location') };
  };
  const follow = async (first: Page & { readonly to: string | null }): Promise<Page> => {
    let page = first;
    for (let hops = 0; page.to !== null && hops < mostHops; hops += 1)
      page = await ask(new URL(page.to, page.url), {});
    return page;
  };
  return {
    get: async (address) => follow(await ask(new URL(address), {})),
    submit: async (page, fields) => {
      const form = formOf(page);
      const body = new URLSearchParams({ ...form.fields, ...fields }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: form.action.origin };
      return follow(await ask(form.action, { method: 'POST', body, headers }));
    },
  };
}

/** The form in which a password is typed, with its hidden fields. */
function formOf({ body, url, status }: Page): {
  readonly action: URL;
  readonly fields: Record<string, string>;
} {
  const form = [...body.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].find(([, , content = '']) =>
    content.includes('name="password"'),
  );
  if (!form) throw new Error(`no sign-in form at ${url.pathname} (${status})`);
  const [, attributes = '', content = ''] = form;
  const valueOf = (text: string, pattern: RegExp) => pattern.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const fields = Object.fromEntries(
    [...content.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      valueOf(input, /\bname="([^"]*)"/),
      valueOf(input, /\bvalue="([^"]*)"/),
    ]),
  );
  return { action: new URL(valueOf(attributes, /\baction="([^"]*)"/), url), fields };
}
