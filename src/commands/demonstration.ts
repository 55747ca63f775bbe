import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AccountServices,
  createAccount,
  isIdentifierTaken,
  keepOfficerName,
  learnTimeZone,
  officerRoles,
} from '#accounts';
import { importContributions } from '#contributions';
import { type CastMember, demonstrationCast, generate } from '#generate';
import { findPersonByNationalNumber, importEmployers, importFamilies, importMembers } from '#members';
import { dayIn } from '#kernel';
import { markDemonstration, openDatabase } from '#platform';
import {
  type AccountPlan,
  accountPlans,
  type DemonstrationAccount,
  demonstrationAccounts,
} from './demonstration-accounts.ts';
import { appointClerk, importClerkEmployers } from './demonstration-employers.ts';
import { creditDemonstration } from './demonstration-returns.ts';
import { CommandError } from './exit-codes.ts';
import { finishedMonth } from './finished-month.ts';
import { accountServices, type House } from './house.ts';

const people = { members: 60, months: 36, seed: 2026 };

/** Fills an empty database with the demonstration: generated files, imported as any file, and accounts for its cast. */
export async function loadDemonstration(
  house: House,
  tell: (text: string) => void,
): Promise<readonly DemonstrationAccount[]> {
  const database = openDatabase({
    url: house.databaseUrl,
    poolSize: 3,
    statementTimeoutSeconds: 0,
    applicationName: 'goid demonstration',
  });
  const services = accountServices(house, database);
  try {
    if (await isLoaded(services)) {
      // One that was loaded by an earlier program has no names of officers.
      await keepOfficerNames(services);
      return demonstrationAccounts();
    }
    tell('Loading the demonstration');
    await markDemonstration(database, services.clock.now());
    await importFiles(services);
    await creditDemonstration(database, services.clock.now());
    const cast = demonstrationCast(finishedMonth(services.clock.now()));
    for (const plan of accountPlans) await createPlanned(services, plan, cast);
    await keepOfficerNames(services);
    return demonstrationAccounts();
  } finally {
    await database.close();
  }
}

async function keepOfficerNames(services: AccountServices): Promise<void> {
  for (const { role, identifier } of accountPlans)
    if (officerRoles.some((one) => one === role)) await keepOfficerName(services, identifier);
}

/** The last account is made last, so where it is, all is. */
async function isLoaded(services: AccountServices): Promise<boolean> {
  const last = accountPlans.at(-1);
  return last !== undefined && (await isIdentifierTaken(services.database, services.keys, last.identifier));
}

async function importFiles(services: AccountServices): Promise<void> {
  const { database, keys, clock } = services;
  const out = mkdtempSync(join(tmpdir(), 'goid-demonstration-'));
  try {
    await generate({
      ...people,
      until: finishedMonth(clock.now()),
      asOf: dayIn(clock.now()),
      out,
      cast: true,
    });
    const options = { keys, now: clock.now(), onRefusal: refuseAny };
    await importEmployers(database, createReadStream(join(out, 'employers.csv')), options);
    await importMembers(database, createReadStream(join(out, 'members.csv')), options);
    await importFamilies(database, createReadStream(join(out, 'families.csv')), options);
    await importContributions(database, createReadStream(join(out, 'contributions.csv')), options);
    await importClerkEmployers(database, options, finishedMonth(clock.now()));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function refuseAny({ row, column, reason }: { row: number; column: string; reason: string }): never {
  throw new CommandError(`The demonstration's own files do not fit: row ${row}, ${column}: ${reason}`);
}

async function createPlanned(
  services: AccountServices,
  plan: AccountPlan,
  cast: readonly CastMember[],
): Promise<void> {
  const person = cast.find(({ username }) => username === plan.identifier);
  const personId = person && (await findPersonByNationalNumber(services.database, services.keys, person.nik));
  const created = await createAccount(services, {
    displayName: person?.name ?? plan.displayName ?? plan.identifier,
    username: plan.identifier,
    password: plan.password,
    roles: [plan.role],
    secondFactor: [...plan.secondFactor],
    ...(personId ? { personId } : {}),
    ...(person?.email ? { email: person.email } : {}),
    ...(person?.phone ? { phone: person.phone } : {}),
    ...(plan.totpSecret ? { totpSecret: plan.totpSecret } : {}),
  });
  if (created.ok) await learnTimeZone(services.database, created.value.subject);
  if (created.ok && plan.role === 'clerk')
    await appointClerk(services.database, created.value.accountId, services.clock.now());
  if (!created.ok && created.refusal !== 'identifier_taken')
    throw new CommandError(
      `The demonstration account ${plan.identifier} could not be made: ${created.refusal}`,
    );
}
