import { randomInt } from 'node:crypto';
import { createAccount, forgetProbe } from '#accounts';
import { newToken } from '#kernel';
import { type Config, type KeyRing, openDatabase, readConfig } from '#platform';
import { openFaces } from './faces.ts';
import { accountServices, type House, openHouse } from './house.ts';
import { probeBrowser } from './probe-browser.ts';

/**
 * Signs in to the copy over HTTP, through the provider and the member's face, with an account that is made for it and
 * taken away again; nobody's password is needed. Only these two faces run, on loopback, with no address of a mail or
 * message provider and no worker, so that nothing leaves the machine. Throws with what went wrong.
 */
export async function signInToCopy(config: Config, keys: KeyRing, url: string): Promise<string> {
  const apart = settingsApart(config);
  const house = await openHouse(apart, keys, url, 'goid_sso');
  const owner = openDatabase({ url, poolSize: 2, applicationName: 'goid restore' });
  try {
    const faces = await openFaces(house, ['sso', 'portal']);
    try {
      return await signIn(house, accountServices(house, owner));
    } finally {
      await faces.close();
    }
  } finally {
    await house.close();
    await owner.close();
  }
}

/** The defaults of this program, far from the ports and the origins of the real one. */
function settingsApart({ HASH_SLOTS, DATABASE_POOL_SIZE }: Config): Config {
  return {
    ...readConfig({
      DEMO: 'off',
      LOG_LEVEL: 'silent',
      METRICS_PORT: '0',
      PORT_BASE: String(20_000 + 20 * randomInt(600)),
    }),
    HASH_SLOTS,
    DATABASE_POOL_SIZE,
  };
}

async function signIn(house: House, services: ReturnType<typeof accountServices>): Promise<string> {
  const username = `uji.salinan.${Date.now().toString(36)}`;
  const password = `Aa1!${newToken()}`;
  const made = await createAccount(services, {
    username,
    displayName: 'Uji Salinan',
    password,
    roles: ['member'],
    secondFactor: [],
  });
  if (!made.ok) throw new Error('the account for it could not be made');
  const { accountId } = made.value;
  try {
    const browser = probeBrowser();
    const { portal, sso } = house.config.origins;
    const form = await browser.get(`${portal}/login`);
    if (form.url.origin !== sso) throw new Error(`the sign-in page did not come (${form.status})`);
    const page = await browser.submit(form, { identifier: username, password });
    // Only somebody who is signed in is shown the way out.
    const inside = page.url.origin === portal && page.status === 200 && page.body.includes('"/logout"');
    if (!inside) throw new Error(`the member's page did not come: ${page.url.pathname} (${page.status})`);
    return 'somebody signed in through the provider and saw the member’s page';
  } finally {
    await services.database.transaction((tx) => forgetProbe(tx, accountId));
  }
}
