import { Readable } from 'node:stream';
import { type AccountServices, answerClaim, askToRegister, type Origin } from '#accounts';
import { importEmployers, importMembers } from '#members';
import { type Database, sql } from '#platform';
import { testOrigin } from './accounts.ts';
import { testKeys } from './keys.ts';
import { employersCsv } from './member-files.ts';

const header =
  'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on';

export type RegisterPerson = {
  readonly nik: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly kpj: string;
};

let made = 0;

/** A woman born on 17 May 1988 with numbers and contacts of her own. */
export function registerPerson(person: Partial<RegisterPerson> = {}): RegisterPerson {
  made += 1;
  const number = String(made).padStart(4, '0');
  return {
    nik: `327301570588${number}`,
    name: `Siti Rahayu ${made}`,
    email: '',
    phone: `+62812000${number.padStart(5, '0')}`,
    kpj: `0123456${number}`,
    ...person,
  };
}

/** Puts people on the register, each with one card, by a file of members. */
export async function fillRegister(database: Database, people: readonly RegisterPerson[]): Promise<void> {
  const options = {
    keys: testKeys,
    now: new Date('2026-11-20T03:00:00Z'),
    onRefusal: (refusal: unknown) => {
      throw new Error(JSON.stringify(refusal));
    },
  };
  await importEmployers(database, Readable.from([employersCsv()]), options);
  const rows = people.map(
    ({ nik, name, email, phone, kpj }) =>
      `${nik},${name},1988-05-17,,P,,,32,${email},${phone},${kpj},24000001,PU,2015-07-01,`,
  );
  await importMembers(database, Readable.from([[header, ...rows, ''].join('\n')]), options);
}

export const identityOf = ({ nik, kpj }: RegisterPerson) => ({
  memberNumber: kpj,
  nationalNumber: nik,
  birthDate: '1988-05-17',
});

/** Runs the jobs that registrations have queued, as the worker would, with the worker's rights. */
export async function runClaimJobs(worker: AccountServices, owner: Database): Promise<void> {
  const waiting = await owner.many<{ claim_id: string }>(
    sql`select claim_id from accounts.claim where sends_done < sends_asked order by created_at`,
  );
  for (const { claim_id: claimId } of waiting) await answerClaim(worker, claimId);
}

/** The same services on a database of another role. */
export function servicesLike(services: AccountServices, database: Database): AccountServices {
  return { ...services, database };
}

/** Begins a registration; throws when a limit refuses it. */
export async function begin(
  services: AccountServices,
  person: RegisterPerson,
  origin: Origin = testOrigin,
): Promise<string> {
  const asked = await askToRegister(services, identityOf(person), origin);
  if (!asked.ok) throw new Error(asked.refusal.kind);
  return asked.value.token;
}
