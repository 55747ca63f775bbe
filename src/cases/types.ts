import type { Config, Database, KeyRing, Language } from '#platform';
import type { CaseState } from './case-journey.ts';

/** Closed list; a name is never used for something else. */
export type CaseKind =
  | 'not_me'
  | 'shared_contact'
  | 'recovery'
  | 'message_report'
  | 'wage_report'
  | 'question'
  | 'comment'
  | 'locked'
  | 'registration'
  | 'support'
  | 'data_export'
  | 'data_limitation'
  | 'data_deletion'
  | 'data_consent'
  | 'correction'
  | 'merging'
  | 'exit_notice'
  | 'death_report'
  | 'freeze_objection'
  | 'movement';

/** How somebody without an account is told of the answer. */
export type CaseContact = { readonly channel: 'email' | 'sms'; readonly address: string };

export type NewCase = {
  readonly kind: CaseKind;
  readonly accountId?: string | undefined;
  readonly personId?: string | undefined;
  /** The number that the person has been told already; a new one unless said. */
  readonly caseNumber?: string;
  /** Id of the one thing that it is about: reporting the same thing again finds the same case. */
  readonly about?: string;
  /** Names from closed lists and ids; no personal value. */
  readonly details?: Readonly<Record<string, string | number>>;
  /** Of the page; the account's own unless said. */
  readonly language?: Language;
  readonly now: Date;
};

export type OpenedCase = {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly kind: CaseKind;
  readonly state: Exclude<CaseState, 'none'>;
  readonly openedAt: Date;
  /** When it last moved or somebody last wrote. */
  readonly changedAt: Date;
  readonly details: Readonly<Record<string, string | number>>;
};

/** As an officer knows it. */
export type DeskCase = OpenedCase & {
  readonly accountId: string | undefined;
  readonly personId: string | undefined;
  readonly takenBy: string | undefined;
  readonly takenAt: Date | undefined;
  readonly language: Language | undefined;
};

/** A part of the list of cases. */
export type CasesPage = {
  readonly limit: number;
  readonly offset: number;
  readonly kind?: CaseKind | undefined;
  /** Questions about what an officer did are for supervisors, and not for that officer. */
  readonly reader: { readonly officerId: string; readonly supervises: boolean };
};

/** What one side wrote. */
export type CaseMessage = {
  readonly messageId: string;
  readonly writtenBy: 'member' | 'support';
  readonly words: string;
  readonly writtenAt: Date;
};

export type CaseServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly config: Config;
};
