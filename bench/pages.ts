import { get } from 'node:http';
import { accountPlans } from '../src/commands/demonstration-accounts.ts';
import { type Browser, formOf, newBrowser } from '../tests/support/cookie-jar.ts';
import { launchProgram } from '../tests/support/program.ts';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** Headers and body as they were sent. The first 14,600 bytes reach a new visitor in one round trip (RFC 6928). */
type Sent = { readonly headerBytes: number; readonly bodyBytes: number; readonly text: string };
type Figure = { readonly name: string; readonly bytes: number; readonly limit: number };

const encodings = ['br', 'gzip'] as const;
const signInLimit = 14_000;
const dashboardLimit = 20_000;

/** Bytes and requests of the sign-in page and the dashboard of the demonstration, beside their limits; exit 1 when over. */
export default async function run(): Promise<void> {
  const program = await launchProgram();
  try {
    const figures: Figure[] = [];
    const browser = newBrowser();
    const form = await browser.get(`${program.origins.portal}/login`);
    figures.push(...(await weigh('sign-in', form.url, browser, { limit: signInLimit, toPaint: true })));
    const home = await signIn(browser, form);
    figures.push(...(await weigh('dashboard', home, browser, { limit: dashboardLimit, toPaint: false })));
    for (const { name, bytes, limit } of figures)
      console.log(
        `${name.padEnd(34)}${bytes.toLocaleString('en').padStart(8)} bytes of ${limit.toLocaleString('en')}${bytes > limit ? '  TOO MUCH' : ''}`,
      );
    if (figures.some(({ bytes, limit }) => bytes > limit)) process.exitCode = 1;
  } finally {
    await program.stop();
  }
}

async function signIn(browser: Browser, page: Awaited<ReturnType<Browser['get']>>): Promise<URL> {
  const member = accountPlans.find(
    ({ role, secondFactor }) => role === 'member' && secondFactor.length === 0,
  );
  if (!member) throw new Error('the demonstration has no member with a password only');
  const { action, fields } = formOf(page, '/signin/');
  const answer = await browser.post(action, {
    ...fields,
    identifier: member.identifier,
    password: member.password,
  });
  if (answer.status !== 200 || answer.url.pathname !== '/dashboard')
    throw new Error(`expected the dashboard, got ${answer.status} at ${answer.url.pathname}`);
  return answer.url;
}

/** The page with what it needs to paint, or with everything that it loads. */
async function weigh(
  name: string,
  url: URL,
  browser: Browser,
  { limit, toPaint }: { readonly limit: number; readonly toPaint: boolean },
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const encoding of encodings) {
    const page = await fetchAsSent(url, browser, encoding);
    const parts = partsOf(page.text);
    const wanted = toPaint ? parts.filter(({ blocks }) => blocks) : parts;
    let bytes = page.headerBytes + page.bodyBytes;
    for (const { address } of wanted) {
      const part = await fetchAsSent(new URL(address, url), browser, encoding);
      bytes += part.headerBytes + part.bodyBytes;
    }
    figures.push({
      name: `${name}, ${encoding}, ${toPaint ? 'to paint' : 'with all it loads'}`,
      bytes,
      limit,
    });
    const blocking = parts.filter(({ blocks }) => blocks).length;
    console.log(
      `${name}, ${encoding}: page ${page.bodyBytes} bytes, headers ${page.headerBytes}; ${1 + blocking} request(s) to first paint, ${1 + parts.length} in all`,
    );
  }
  return figures;
}

/** What the page loads, and whether a browser waits for it before it paints. */
function partsOf(page: string): { readonly address: string; readonly blocks: boolean }[] {
  const address = (element: string, name: string) => new RegExp(`\\s${name}="([^"]+)"`).exec(element)?.[1];
  return [...page.matchAll(/<(link|script|img)\b[^>]*>/g)].flatMap(([element, kind]) => {
    const found = address(element, kind === 'link' ? 'href' : 'src');
    if (found === undefined || /rel="(?:alternate|canonical)"/.test(element)) return [];
    const blocks =
      kind === 'script' ? !/\s(?:defer|async)\b/.test(element) : /rel="stylesheet"/.test(element);
    return [{ address: found, blocks }];
  });
}

function fetchAsSent(url: URL, browser: Browser, encoding: (typeof encodings)[number]): Promise<Sent> {
  const cookie = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, 'accept-encoding': encoding, 'user-agent': 'Uji/1' } }, (answer) => {
      if (answer.statusCode !== 200) {
        answer.resume();
        reject(new Error(`${url.pathname} answers ${answer.statusCode}`));
        return;
      }
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        const headers = answer.rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
        // Each name and value is followed by two bytes; the status line and the empty line are small.
        const headerBytes = headers + answer.rawHeaders.length * 2 + 'HTTP/1.1 200 OK\r\n\r\n'.length;
        resolve({
          headerBytes,
          bodyBytes: body.length,
          text: plain(body, answer.headers['content-encoding']),
        });
      });
    }).on('error', reject);
  });
}

function plain(body: Buffer, encoding: string | undefined): string {
  if (encoding === 'br') return brotliDecompressSync(body).toString();
  return (encoding === 'gzip' ? gunzipSync(body) : body).toString();
}
