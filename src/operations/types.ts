import type { Language } from '#platform';

export const componentStates = ['operational', 'degraded', 'down'] as const;
export type ComponentState = (typeof componentStates)[number];

/** The parts of the service that are always there; each SMS and WhatsApp provider is one more (`sms_1`, `whatsapp_1`). */
export const fixedComponents = ['sign_in', 'records', 'email', 'jobs'] as const;

/** A text that operators write for everybody, in both languages. */
export type Words = Readonly<Record<Language, string>>;

export const noticeKinds = ['incident', 'maintenance'] as const;
export type NoticeKind = (typeof noticeKinds)[number];
export type Impact = Exclude<ComponentState, 'operational'>;

/** How far a notice can be, by its kind; the last ones end it. */
export const noticeStates = {
  incident: ['investigating', 'identified', 'watching', 'resolved'],
  maintenance: ['planned', 'running', 'finished', 'cancelled'],
} as const;
export type NoticeState = (typeof noticeStates)[NoticeKind][number];
export const closingStates: readonly NoticeState[] = ['resolved', 'finished', 'cancelled'];

export type NoticeUpdate = { readonly state: NoticeState; readonly at: Date; readonly words: Words };

export type Notice = {
  readonly noticeId: string;
  readonly kind: NoticeKind;
  readonly impact: Impact;
  readonly components: readonly string[];
  readonly startsAt: Date;
  /** When it is to be over; maintenance always says so. */
  readonly endsAt: Date | undefined;
  readonly closedAt: Date | undefined;
  readonly title: Words;
  /** Newest first. */
  readonly updates: readonly NoticeUpdate[];
};

export const readOnlyScopes = ['records', 'site'] as const;
/** `records`: the register, contributions and ledger. `site`: everything but signing in and out. */
export type ReadOnlyScope = (typeof readOnlyScopes)[number];

export type ReadOnly = {
  readonly scope: ReadOnlyScope;
  readonly startsAt: Date;
  /** When writes are promised back. They stay refused until somebody lifts the switch. */
  readonly until: Date;
  readonly reason: Words;
};

export type Component = {
  readonly component: string;
  readonly provider: string | undefined;
  readonly state: ComponentState;
  readonly since: Date;
  readonly measuredAt: Date;
};

export type ComponentDay = {
  readonly component: string;
  readonly day: string;
  readonly measuredMinutes: number;
  readonly degradedMinutes: number;
  readonly downMinutes: number;
};

/** Who did it: the account of an officer, or nobody from the command line. */
export type By = { readonly officer: string | undefined };
