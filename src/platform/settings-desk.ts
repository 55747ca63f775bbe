import { scanner, type Setting, whole } from './setting-types.ts';

/** The settings of the support desk and of cases; a part of the table of settings. */
export const deskSettings = {
  STAFF_LINK_SECONDS: {
    type: whole(86_400, 300),
    about: 'Life of the link by which a new officer chooses a password and an authenticator app.',
  },
  CONSOLE_LOOK_SECONDS: {
    type: whole(1800, 60),
    about: 'So long an officer may look at a member for one case before a reason is asked for again.',
  },
  CONSOLE_LOOKS_PER_DAY: { type: whole(60, 1), about: 'Looks at members per officer and day.' },
  CONSOLE_SEARCHES_PER_DAY: { type: whole(150, 1), about: 'Searches for members per officer and day.' },
  CONSOLE_MISSES_PER_HOUR: {
    type: whole(20, 1),
    about: 'Searches per officer and hour that find nobody.',
  },
  DESK_WAIT_SECONDS: {
    type: whole(86_400, 60),
    about: 'So long waits what two officers of the desk decided, while the owner can stop it.',
  },
  DESK_CHECK_SECONDS: {
    type: whole(1800, 60),
    about: 'So long an identity check at the desk is good for, from the questions on.',
  },
  DESK_CHECKS_PER_CASE: { type: whole(2, 1), about: 'Identity checks at the desk per case and week.' },
  DESK_CHECKS_PER_ACCOUNT_DAY: {
    type: whole(3, 1),
    about: 'Identity checks at the desk per account and day.',
  },
  DESK_CHECKS_PER_OFFICER_DAY: { type: whole(30, 1), about: 'Identity checks per officer and day.' },
  DESK_PROPOSAL_SECONDS: {
    type: whole(259_200, 600),
    about: 'So long a second officer may approve what another proposed.',
  },
  SLIP_DAYS: { type: whole(7, 1), about: 'Life of the one-time code on paper that a branch prints.' },
  CASE_LOOKS_PER_HOUR: {
    type: whole(20, 1),
    about:
      'Looks at a case by its number without signing in, per network address and hour; ten times as many for the network around it.',
  },
  CASE_ASKS_PER_ADDRESS_HOUR: {
    type: whole(20, 1),
    about:
      'Questions and comments without signing in, per network address and hour; ten times as many for the network around it.',
  },
  CASE_ASKS_PER_HOUR: {
    type: whole(2000, 1),
    about: 'The same of everybody together, so that a flood does not bury the desk.',
  },
  CASE_WORDS_PER_DAY: {
    type: whole(30, 1),
    about: 'Questions, comments and replies in cases per account and day.',
  },
  FILING_WAGE_CHANGE_PERCENT: {
    type: whole(20, 1),
    about:
      'A wage that moved by more than so many percent since the month before is shown before a filing counts.',
  },
  FILING_WAGE_TIMES: {
    type: whole(10, 2),
    about:
      'A wage of more than so many times the last one, as with a digit too many, is pointed out before a filing counts.',
  },
  FILING_LARGE_WAGE: {
    type: whole(500_000_000, 1),
    about: 'A monthly wage above so many rupiah is pointed out before a filing counts; it is not refused.',
  },
  FILING_FORM_WORKERS: {
    type: whole(20, 1),
    about:
      'Employers with at most so many workers may report wages, new workers and exits by forms in place of files.',
  },
  FILING_FILES_KEPT_DAYS: {
    type: whole(90, 1),
    about: "How long employers' files and their refused rows are kept after they came.",
  },
  FILINGS_PER_DAY: {
    type: whole(200, 1),
    about: 'Files and forms that one employer may hand in within a day.',
  },
  CLERK_INVITATION_DAYS: {
    type: whole(7, 1),
    about: 'Life of the link that invites a clerk of an employer.',
  },
  CORRECTION_SECONDS: {
    type: whole(259_200, 3600),
    about:
      'Within so long a request to correct the register is decided: 3 × 24 hours (UU 27/2022, Article 30). A longer time breaks that law.',
  },
  CORRECTION_DRAFT_DAYS: {
    type: whole(7, 1),
    about:
      'A request for a correction that was begun and never sent is deleted after so many days, with its documents.',
  },
  EVIDENCE_MOST_BYTES: { type: whole(6_000_000, 100_000), about: 'Most bytes of one uploaded document.' },
  EVIDENCE_MOST_DOCUMENTS: { type: whole(5, 1), about: 'Most documents of one request.' },
  EVIDENCE_PER_DAY: { type: whole(20, 1), about: 'Documents that one account may upload a day.' },
  EVIDENCE_MEGAPIXELS: {
    type: whole(50, 1),
    about: 'Most million pixels of a picture in an uploaded document; unpacked, four bytes each.',
  },
  EVIDENCE_KEEP_DAYS: {
    type: whole(30, 1),
    about: 'Uploaded documents are deleted so many days after the case that they are for has ended.',
  },
  UPLOAD_SECONDS: {
    type: whole(120, 15),
    about: 'So long a file may take to arrive; every other form has 15 seconds.',
  },
  UPLOAD_SCANNER: {
    type: scanner(),
    about:
      'Where clamd scans what is uploaded: `unix:/run/clamav/clamd.ctl` or `host:port`. Empty: nothing is scanned. While it is set and away, no file is taken in.',
  },
  UPLOAD_SCANNER_SECONDS: { type: whole(30, 1), about: 'So long the scanner may take for one file.' },
} as const satisfies Record<string, Setting>;
