import type { TimeZoneName } from '#kernel';
import { membershipsOf } from '#members';
import type { Config, Database, KeyRing } from '#platform';
import { type Counted, type LimitName, peekEach } from '#throttle';
import { sendsOf, triesOf } from './code-tries.ts';
import { identifierSubject, readIdentifier } from './identifier.ts';
import { deviceLockSubject, identifierLockSubject } from './password-try.ts';
import * as queries from './queries.ts';
import { isStale } from './stale-number.ts';
import type { SecondFactorMethod } from './strength.ts';
import type { MustChange } from './types.ts';

/** A limit that is used up, and until when; `at` says of what: a kind of identifier, or a device. */
export type ClosedLimit = { readonly limit: LimitName; readonly at: string; readonly until: Date };

/** How an account stands before its next sign-in, without a value that proves or opens anything. */
export type SignInFacts = {
  readonly state: 'open' | 'frozen';
  /** The member's, by the register. */
  readonly timeZone: TimeZoneName;
  readonly password: {
    readonly changedAt: Date;
    readonly disabledAt: Date | undefined;
    readonly mustChange: MustChange | undefined;
  };
  /** What `disown` and an open recovery keep still. */
  readonly contactsFrozenUntil: Date | undefined;
  /** A new password was just had by mail, so that a code to the same mailbox does not count. */
  readonly mailboxUsed: boolean;
  readonly closed: readonly ClosedLimit[];
  readonly devices: readonly {
    readonly deviceId: string;
    readonly userAgent: string;
    readonly lastUsedAt: Date;
  }[];
  readonly factors: readonly { readonly method: SecondFactorMethod; readonly lastUsedAt: Date | undefined }[];
  readonly passkeys: number;
  readonly recoveryCodesLeft: number;
  readonly staleNumbers: number;
  readonly recovery:
    | {
        readonly kind: 'password' | 'factor';
        readonly ready: boolean;
        readonly endsAt: Date;
        readonly finishBefore: Date;
      }
    | undefined;
  /** The newest first, at most ten. */
  readonly codes: readonly {
    readonly method: string;
    readonly messageId: string;
    readonly sentAt: Date;
    readonly expiresAt: Date;
    readonly tries: number;
    readonly used: boolean;
  }[];
};

type Reading = { readonly database: Database; readonly keys: KeyRing; readonly config: Config };

/** What the desk may know of why an account cannot be signed in to; a frozen one too. Undefined when there is none. */
export async function signInFacts(
  reading: Reading,
  accountId: string,
  now: Date,
): Promise<SignInFacts | undefined> {
  const { database, config } = reading;
  const row = await queries.standingOf(database, accountId, config.RECOVERY_READY_SECONDS);
  if (!row) return undefined;
  const devices = await queries.devicesForSupport(database, accountId, now);
  const counted = await limitsOf(reading, accountId, row, devices);
  const allowances = await peekEach(database, reading, counted, now);
  const contacts = await queries.supportContacts(database, accountId);
  const codes = await queries.codesForSupport(database, accountId);
  return {
    state: row.state,
    timeZone: row.time_zone,
    password: {
      changedAt: row.changed_at,
      disabledAt: row.disabled_at ?? undefined,
      mustChange: row.must_change ?? undefined,
    },
    contactsFrozenUntil: after(row.contacts_frozen_until, now),
    mailboxUsed: row.mailbox_used_at !== null,
    closed: counted.flatMap(({ name, at }, place) => {
      const answer = allowances[place];
      return answer && !answer.allowed ? [{ limit: name, at, until: answer.until }] : [];
    }),
    devices: devices.map((device) => ({
      deviceId: device.device_id,
      userAgent: device.user_agent,
      lastUsedAt: device.last_used_at,
    })),
    factors: (await queries.factorsForSupport(database, accountId)).map(({ method, last_used_at }) => ({
      method,
      lastUsedAt: last_used_at ?? undefined,
    })),
    passkeys: row.passkeys,
    recoveryCodesLeft: row.recovery_codes_left,
    staleNumbers: contacts.filter((contact) => isStale(config, contact, now)).length,
    recovery: recoveryIn(row, config, now),
    codes: codes.map((code) => ({
      method: code.method,
      messageId: code.message_id,
      sentAt: code.sent_at,
      expiresAt: code.expires_at,
      tries: code.tries,
      used: code.consumed_at !== null,
    })),
  };
}

const after = (instant: Date | null, now: Date) => (instant && instant > now ? instant : undefined);

/** One that nobody finished in time is over, whether or not the job has been by. */
function recoveryIn(row: queries.StandingRow, config: Config, now: Date): SignInFacts['recovery'] {
  if (!row.recovery_kind || !row.recovery_ends_at) return undefined;
  const finishBefore = new Date(row.recovery_ends_at.getTime() + config.RECOVERY_READY_SECONDS * 1000);
  if (finishBefore <= now) return undefined;
  return {
    kind: row.recovery_kind,
    ready: row.recovery_ends_at <= now,
    endsAt: row.recovery_ends_at,
    finishBefore,
  };
}

type Looked = Counted & { readonly at: string };

/** Every limit that can close a sign-in of this account, by each name that it can be typed with and from each device. */
async function limitsOf(
  { database, keys }: Reading,
  accountId: string,
  { version, person_id: personId }: queries.StandingRow,
  devices: readonly queries.SupportDeviceRow[],
): Promise<Looked[]> {
  const typed = (await queries.identifiersForSupport(database, accountId)).map(
    ({ kind, identifier_hash }) => ({
      at: kind,
      subject: identifier_hash.toString('base64url'),
    }),
  );
  const cards = personId ? await membershipsOf(database, personId) : [];
  const byCard = cards.map(({ memberNumber }) => ({
    at: 'member_number',
    subject: identifierSubject(keys, readIdentifier(memberNumber)),
  }));
  return [
    ...[...typed, ...byCard].map(({ at, subject }) => ({
      name: 'password_identifier' as const,
      at,
      subject: identifierLockSubject(subject, version),
    })),
    { name: 'password_account_day', at: 'account', subject: `${accountId} ${version}` },
    ...devices.flatMap(({ device_id: deviceId }) =>
      (['password_device', 'password_device_day'] as const).map((name) => ({
        name,
        at: deviceId,
        subject: deviceLockSubject(deviceId, version),
      })),
    ),
    ...[...triesOf(accountId), ...sendsOf(accountId)].map((one) => ({ ...one, at: 'account' })),
  ];
}
