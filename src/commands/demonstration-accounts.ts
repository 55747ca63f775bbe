import type { Role, SecondFactorMethod } from '#accounts';
import { type CastMember, defaultUntil, demonstrationCast } from '#generate';

/**
 * One account of the demonstration, or the person on the register who has none yet, and so no password: she chooses it
 * when she opens one. Made-up people (contoh); the passwords are public on purpose.
 */
export type DemonstrationAccount = {
  readonly role: Role | typeof withoutAccount;
  readonly identifier: string;
  readonly password?: string;
  readonly totpSecret?: string;
  /** What a member can sign in with beside the user name, where it is on the register. */
  readonly email?: string;
  readonly phone?: string;
  /** The newest card (KPJ). */
  readonly memberNumber?: string;
  /** With the member number what opens an account; of the person without one. */
  readonly nationalNumber?: string;
  readonly birthDate?: string;
  readonly about: string;
};

const withoutAccount = 'person-without-account';

export type AccountPlan = DemonstrationAccount & {
  readonly role: Role;
  readonly password: string;
  /** For officers; a member is called as on the register. */
  readonly displayName?: string;
  readonly secondFactor: readonly SecondFactorMethod[];
};

const password = 'Sawah-Hijau-Pagi-7';

/** As wide as any, for a list that people read. */
export const shownPassword = ({ password: own = '(she chooses it)' }: DemonstrationAccount): string =>
  own.padEnd(password.length);

/** Who can sign in to the demonstration; a member's identifier is the user name in the cast of the generated files. */
export const accountPlans: readonly AccountPlan[] = [
  member('siti.rahayu', [], 'password alone; two employers, a missing month, one overdue'),
  member('budi.santoso', ['sms', 'email'], 'code by SMS or e-mail; a small employer'),
  member('dewi.anggraini', ['email', 'sms'], 'code by e-mail or SMS; the employer is in arrears'),
  member('rizky.pratama', [], 'password alone; five months of work'),
  member('agus.setiawan', [], 'password alone; a driver who pays for himself'),
  member('hasan.basri', [], 'password alone; near the age of 56'),
  member('yosina.wambrauw', ['sms'], 'code by SMS; no e-mail; a wage that fell, and a month paid late'),
  member('wayan.sudarma', [], 'password alone; works no more'),
  officer('agent', 'petugas', 'Ratna Dewi (contoh)', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
  officer('supervisor', 'penyelia', 'Hendra Gunawan (contoh)', 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU'),
  officer('operator', 'operator', 'Yusuf Lubis (contoh)', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'),
  officer('auditor', 'auditor', 'Maria Tanujaya (contoh)', 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK'),
  officer('clerk', 'juru-upah', 'Dian Kusuma (contoh)', 'NNXWC3DBMJQXG2DBNNXWC3DBMJQXG2DB'),
];

function member(identifier: string, secondFactor: readonly SecondFactorMethod[], about: string): AccountPlan {
  return { role: 'member', identifier, password, secondFactor, about };
}

function officer(role: Role, identifier: string, displayName: string, totpSecret: string): AccountPlan {
  return {
    role,
    identifier,
    displayName,
    password,
    totpSecret,
    secondFactor: ['totp'],
    about: 'authenticator app',
  };
}

/** Everybody of the demonstration who can sign in, and last the person who can open an account. */
export function demonstrationAccounts(): DemonstrationAccount[] {
  // Who the members are does not depend on the month.
  const cast = demonstrationCast(defaultUntil);
  const accounts = accountPlans.map(({ role, identifier, password: secret, totpSecret, about }) => {
    const { email, phone, kpj } = cast.find(({ username }) => username === identifier) ?? {};
    return {
      role,
      identifier,
      password: secret,
      ...(totpSecret ? { totpSecret } : {}),
      ...(email ? { email } : {}),
      ...(phone ? { phone } : {}),
      ...(kpj ? { memberNumber: kpj } : {}),
      about,
    };
  });
  const planned = new Set(accounts.map(({ identifier }) => identifier));
  return [...accounts, ...cast.filter(({ username }) => !planned.has(username)).map(newcomer)];
}

function newcomer({ kpj, nik, birthDate, email, phone }: CastMember): DemonstrationAccount {
  return {
    role: withoutAccount,
    identifier: kpj,
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    memberNumber: kpj,
    nationalNumber: nik,
    birthDate,
    about: `opens one at /register on the sign-in address: member number ${kpj}, NIK ${nik}, born ${birthDate} (example)`,
  };
}
