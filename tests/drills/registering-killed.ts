import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, sql } from '#platform';
import { after } from 'node:test';
import { wideBudgets } from '../support/accounts.ts';
import { type Browser, newBrowser, type Page } from '../support/cookie-jar.ts';
import { cloneDatabase } from '../support/database.ts';
import { newestCode } from '../support/journey.ts';
import { launchProgram, type Program } from '../support/program.ts';
import { fillRegister, registerPerson, type RegisterPerson } from '../support/registering.ts';

const password = 'kuda hitam makan rumput pagi';
/** How many steps a person may need who is interrupted no more, wherever they stand. */
const mostCalmActs = 30;

/**
 * People open their accounts while the program is killed with -9, between two steps and in the middle of one, `kills`
 * times in all. After each kill there is no half account, and the person goes on where they stood or begins again.
 */
export async function killRegistrations({ kills }: { readonly kills: number }): Promise<void> {
  const url = await cloneDatabase();
  const environment = {
    NODE_ENV: 'test',
    DATABASE_URL: url,
    TEST_HASH_COST: 'on',
    MASTER_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    CODE_SENDS_PER_HOUR: '1000',
    CODE_SENDS_PER_DAY: '1000',
    ...wideBudgets,
  };
  const database = openDatabase({ url, poolSize: 2 });
  after(() => database.close());
  let program = await launchProgram(environment);
  after(() => program.stop());
  const done = { kills: 0, people: 0 };
  const kill = async () => {
    done.kills += 1;
    program.process.kill('SIGKILL');
    await once(program.process, 'exit');
    await assertWhole();
    program = await launchProgram(environment);
  };
  while (done.kills < kills) {
    done.people += 1;
    await openOne(done.people);
  }
  console.log(`${done.people} accounts opened, the program killed ${done.kills} times`);

  async function openOne(number: number): Promise<void> {
    const person = registerPerson({
      nik: `3273015705889${String(number).padStart(3, '0')}`,
      phone: `+62813666${String(number).padStart(5, '0')}`,
    });
    await fillRegister(database, [person]);
    let browser = newBrowser();
    const walked: string[] = [];
    for (let calm = 0; calm < mostCalmActs; calm += done.kills < kills ? 0 : 1) {
      const page = await browser.get(`${program.origins.sso}/register/password`);
      if (page.url.pathname === '/register/done') break;
      walked.push(`${page.status} ${page.url.pathname}`);
      // The last step, which makes the account, is always interrupted; of the others each second one.
      const last = page.url.pathname === '/register/password';
      const interrupted = done.kills < kills && (last || Math.random() < 0.5);
      const act = actOn(program, browser, page, person).then(
        () => true,
        () => false,
      );
      if (interrupted) await sleep(Math.random() * (last ? 400 : 80)).then(kill);
      // A code that went down with the program never comes: the person begins again.
      if (!(await act) && page.url.pathname.endsWith('/code')) browser = newBrowser();
    }
    const { accounts } = await database.one<{ accounts: number }>(sql`
      select count(*)::int as accounts from accounts.account a join members.member_number using (person_id)
      where member_number = ${person.kpj}`);
    assert.equal(accounts, 1, `one account, in the end of ${walked.join(', ')}`);
  }

  /** Every account has all that belongs to it, and a registration is done exactly when its account is there. */
  async function assertWhole(): Promise<void> {
    const half = await database.many(sql`
      select account_id from accounts.account a
      where not exists (select from accounts.password p where p.account_id = a.account_id)
        or not exists (select from accounts.account_role r where r.account_id = a.account_id)
        or not exists (select from accounts.identifier i where i.account_id = a.account_id)
        or not exists (select from activity.entry e where e.account_id = a.account_id and event = 'account_created')`);
    assert.deepEqual(half, [], 'no half account');
    const torn = await database.many(sql`
      select claim_id from accounts.claim c where state = 'done'
        and not exists (select from accounts.account a where a.person_id = c.person_id)`);
    assert.deepEqual(torn, [], 'no registration is done without its account');
  }
}

/** What a person does on the page on which they stand. */
async function actOn(
  program: Program,
  browser: Browser,
  page: Page,
  person: RegisterPerson,
): Promise<unknown> {
  const email = `${person.kpj}@contoh.id`;
  switch (page.url.pathname) {
    case '/register':
      return browser.submit(page, '/register', {
        member_number: person.kpj,
        national_number: person.nik,
        birth_date: '17-05-1988',
      });
    case '/register/code':
      return browser.submit(page, '/register/code', { code: await newestCode(program, person.phone) });
    case '/register/contact':
      if (page.body.includes('/register/contact/enough'))
        return browser.submit(page, '/register/contact/enough');
      return browser.submit(page, '/register/contact', { contact: email });
    case '/register/contact/code':
      return browser.submit(page, '/register/contact/code', { code: await newestCode(program, email) });
    default:
      return browser.submit(page, '/register/password', { username: '', password, repeat: password });
  }
}
