import { z } from 'zod';

/** Grows with each change that a reader of the old shape would not understand. */
export const copyVersion = 2;

const instant = z.iso.datetime();
const day = z.iso.date();
const rupiah = z.int().describe('Whole rupiah.');
const text = z.string();
const maybe = text.optional();

const alerts = z
  .strictObject({ kinds: z.array(text), channel: text, chosenAt: instant })
  .optional()
  .describe('Consent to messages about contributions; absent where none is given.');

const statementCodes = z.array(
  z.strictObject({
    year: z.int(),
    showsAmounts: z.boolean(),
    issuedAt: instant,
    expiresAt: instant,
    looks: z.int(),
  }),
);

const activity = z.strictObject({
  at: instant,
  event: text.describe('Name from the closed list of events.'),
  by: z.enum(['member', 'officer', 'system', 'unknown']),
  address: maybe.describe('Network address.'),
  browser: maybe,
  details: z.record(text, z.union([text, z.number()])),
});

const account = z.strictObject({
  subject: text.describe('Id of the account, by which its sign-ins are recorded.'),
  name: text,
  language: z.enum(['id', 'en']),
  timeZone: text,
  openedAt: instant,
  passwordChangedAt: instant.optional(),
  checkedUpAt: instant.optional(),
  limitedSince: instant.optional(),
  roles: z.array(text).describe('What the account may do: member, and roles of officers and clerks.'),
  freezes: z
    .array(z.strictObject({ since: instant, objectedAt: instant.optional(), liftedAt: instant.optional() }))
    .describe('Times in which a reported death kept the account still; lists are the newest first.'),
  contacts: z.array(z.strictObject({ channel: text, address: text, confirmedAt: instant })),
  secondFactors: z.array(z.strictObject({ method: text, addedAt: instant, lastUsedAt: instant.optional() })),
  passkeys: z.array(z.strictObject({ name: text, addedAt: instant, lastUsedAt: instant.optional() })),
  sessions: z.array(
    z.strictObject({
      signedInAt: instant,
      lastSeenAt: instant,
      endedAt: instant.optional(),
      endReason: maybe,
      address: text,
      browser: text,
      sharedComputer: z.boolean(),
    }),
  ),
  devices: z.array(
    z.strictObject({
      kind: z.enum(['known', 'remembered']),
      browser: text,
      since: instant,
      until: instant,
    }),
  ),
});

const relative = z.strictObject({ relation: text, name: text, birthDate: day.optional() });
const familyChanges = z
  .array(z.strictObject({ before: relative.optional(), after: relative.optional() }))
  .describe('Without before somebody was added, without after removed.');

const person = z
  .strictObject({
    name: text,
    nationalNumber: text.describe('NIK.'),
    birthDate: day,
    diedOn: day.optional().describe('As two officers confirmed it.'),
    birthPlace: maybe,
    sex: z.enum(['L', 'P']),
    motherName: maybe,
    address: maybe,
    provinceCode: maybe,
    email: maybe,
    phone: maybe,
    family: z.array(relative),
    memberships: z.array(
      z.strictObject({
        memberNumber: text.describe('KPJ.'),
        segment: z.enum(['PU', 'BPU', 'PMI', 'JAKON']),
        employer: maybe,
        startedOn: day,
        endedOn: day.optional(),
        exit: z
          .strictObject({ lastDay: day, reason: text, source: text, recordedAt: instant })
          .optional()
          .describe('Where the card ended on notice of the worker, and not by a file of the employer.'),
      }),
    ),
    before: z
      .array(
        z.strictObject({
          correctedAt: instant,
          caseNumber: maybe,
          name: maybe,
          birthDate: day.optional(),
          nationalNumber: maybe,
          home: z.strictObject({ address: maybe, provinceCode: maybe }).optional(),
          family: familyChanges.optional(),
        }),
      )
      .describe(
        'What the register held before a correction or a change of the home address, and only what was changed; an address was changed without a case.',
      ),
  })
  .optional()
  .describe('The person on the register; absent for an account without one.');

const contributions = z.array(
  z.strictObject({
    month: text.describe('YYYY-MM.'),
    memberNumber: text,
    employer: maybe,
    state: text.describe('missing, reported, billed, overdue, paid or posted.'),
    wage: rupiah.optional(),
    shares: z.array(z.strictObject({ programme: text, employee: rupiah, employer: rupiah })),
    reportedOn: day.optional(),
    billedOn: day.optional(),
    dueOn: day,
    paidOn: day.optional(),
    postedOn: day.optional(),
    correctedOn: day.optional(),
  }),
);

const savings = z.strictObject({
  balance: rupiah,
  movements: z.array(
    z.strictObject({
      postedOn: day,
      kind: text,
      month: maybe,
      employer: maybe,
      amount: rupiah,
      balanceAfter: rupiah,
    }),
  ),
});

const selfEmployed = z.strictObject({
  declarations: z.array(
    z.strictObject({
      memberNumber: text,
      month: text,
      income: rupiah,
      withSavings: z.boolean(),
      declaredAt: instant,
    }),
  ),
  bills: z.array(
    z.strictObject({
      memberNumber: text,
      month: text,
      billingCode: text,
      issuedOn: day,
      dueOn: day,
      shares: z.array(z.strictObject({ programme: text, amount: rupiah })),
      penalty: rupiah,
      amount: rupiah,
      paid: rupiah,
    }),
  ),
  payments: z.array(
    z.strictObject({
      memberNumber: text,
      bank: text,
      bankReference: text,
      billingCode: text,
      amount: rupiah,
      paidOn: day,
      reversedOn: day.optional().describe('When the bank took it back.'),
    }),
  ),
  refunds: z.array(
    z.strictObject({
      memberNumber: text,
      amount: rupiah,
      askedAt: instant,
      state: text,
      bank: text,
      accountNumber: text,
      holder: text,
    }),
  ),
  reminders: z
    .array(z.strictObject({ memberNumber: text, wanted: z.boolean(), changedAt: instant }))
    .describe('Whether messages about bills are wanted, where that was chosen.'),
});

const actsForEmployers = z.strictObject({
  appointments: z.array(
    z.strictObject({
      employer: text,
      mayFile: z.boolean(),
      mayApprove: z.boolean(),
      since: instant,
      until: instant.optional(),
    }),
  ),
  invitations: z.array(
    z.strictObject({ employer: text, email: text, invitedAt: instant, acceptedAt: instant }),
  ),
});

const documents = z
  .array(z.strictObject({ mediaType: text, bytes: z.int(), addedAt: instant }))
  .describe('What was handed in with it: the list, not the documents.');

const cases = z.array(
  z.strictObject({
    number: text,
    kind: text,
    state: text,
    openedAt: instant,
    filled: z.record(text, text).describe('What was filled into the form that opened it.'),
    words: z.array(z.strictObject({ by: z.enum(['member', 'support']), at: instant, text })),
    documents,
  }),
);

const corrections = z.array(
  z.strictObject({
    caseNumber: maybe,
    state: text,
    begunAt: instant,
    sentAt: instant.optional(),
    endedAt: instant.optional(),
    asked: z.record(text, text).describe('What the member says is right.'),
    family: familyChanges.optional(),
    reason: text,
    documents,
  }),
);

const requests = z.array(
  z.strictObject({
    kind: text,
    caseNumber: text,
    state: text,
    ground: maybe,
    askedAt: instant,
    dueAt: instant,
    decidedAt: instant.optional(),
    liftedAt: instant.optional(),
  }),
);

/** The copy of a member's data as JSON. An absent field was never known; a list without rows is there and empty. */
export const copyShape = z.strictObject({
  format: z.literal('goid-data-copy'),
  version: z.literal(copyVersion),
  madeAt: instant,
  account,
  person,
  contributions,
  savings,
  selfEmployed: selfEmployed.describe('What was declared, billed and paid on cards of the self-employed.'),
  actsForEmployers: actsForEmployers.describe(
    'For which employers the account acts or acted, and by which invitation.',
  ),
  activity: z.array(activity).describe('What was recorded about the account, the newest first.'),
  whoLooked: z.array(activity).describe('Who looked at the data or got it, the newest first.'),
  messages: z
    .array(z.strictObject({ sentAt: instant, template: text, channel: text, state: text, reference: text }))
    .describe('Messages that are still kept: never what they said.'),
  cases,
  corrections: corrections.describe('Requests to correct the register, with the documents handed in.'),
  services: z
    .array(z.strictObject({ name: text, scopes: z.array(text), since: instant }))
    .describe('Services that get data by consent.'),
  alerts,
  statementCodes: statementCodes.describe('Codes on yearly statements that somebody else may check now.'),
  requests,
});

export type DataCopy = z.infer<typeof copyShape>;
