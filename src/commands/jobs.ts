import {
  type AccountServices,
  answerClaim,
  claimAskedTask,
  forgetOldAccess,
  forgetOldSignIns,
  goRoundRecoveries,
  passwordClosedTask,
  passwordDisabledTask,
  sendPasswordClosedNotice,
  sendPasswordDisabledNotice,
  sendReset,
  sendResetTask,
  sessionEndedTask,
  watchDayBudgets,
} from '#accounts';
import { remindPayers, remindTask } from '#billing';
import { sendAlerts } from '#contributions';
import { approversOf } from '#filings';
import type { Logger } from '#platform';
import {
  beginMerging,
  beginMergingTask,
  carryOutCorrection,
  carryOutCorrectionTask,
  forgetOldDrafts,
  goRoundMergings,
  handOnCorrection,
  handOnMerging,
} from '#privacy';
import { type BackchannelLogout, backchannelLogoutTask, forgetExpired, type Sso } from '#sso';
import { forgetOldCopies, goRoundDeletions, makeExport, makeExportTask } from '#privacy';
import {
  applyDeathStep,
  applyDeathStepTask,
  applyProposal,
  applyProposalTask,
  forgetOldDesk,
  forgetOldEvidence,
} from '#support';
import { forgetOldThrottles } from '#throttle';
import { type Job, jobs } from '#worker';

type JobParts = {
  /**
   * The provider as the worker may see it. Opened at the first job that needs it: the worker reads the provider's keys
   * and never makes them, and where a client is to be told something, the sso face has made them before.
   */
  readonly sso: () => Promise<Sso>;
  readonly accounts: AccountServices;
};

/** The table of jobs, with those that need the provider or the accounts' services, which only the composition has. */
export function jobsWith({ sso, accounts }: JobParts): readonly Job[] {
  return [
    ...jobs,
    {
      name: backchannelLogoutTask,
      // The queue pauses longer and longer; 18 tries are about a day.
      maxAttempts: 18,
      run: async (payload) => (await sso()).sendBackchannelLogout(payload as BackchannelLogout),
    },
    {
      name: sessionEndedTask,
      maxAttempts: 18,
      run: async (payload) => (await sso()).afterSessionEnded(String(payload['sessionId'])),
    },
    {
      name: passwordClosedTask,
      maxAttempts: 10,
      run: (payload) => sendPasswordClosedNotice(accounts, payload as { accountId: string; until: string }),
    },
    {
      name: claimAskedTask,
      maxAttempts: 10,
      run: async (payload, services) =>
        logUnsent(services.log, claimAskedTask, await answerClaim(accounts, String(payload['claimId']))),
    },
    remedyJob(accounts),
    deathStepJob(accounts),
    ...privacyJobs(accounts),
    billJob(accounts),
    ...correctionJobs(accounts),
    ...mergingJobs(accounts),
    {
      name: passwordDisabledTask,
      maxAttempts: 10,
      run: (payload) => sendPasswordDisabledNotice(accounts, payload as { accountId: string }),
    },
    {
      name: sendResetTask,
      maxAttempts: 10,
      run: async (payload, services) =>
        logUnsent(services.log, sendResetTask, await sendReset(accounts, payload as { requestId: string })),
    },
    {
      name: 'accounts.go_round_recoveries',
      maxAttempts: 3,
      timetable: '23 * * * *',
      run: () => goRoundRecoveries(accounts),
    },
    {
      name: 'accounts.watch_day_budgets',
      maxAttempts: 1,
      timetable: '* * * * *',
      run: (_, { log }) => watchDayBudgets(accounts, log, accounts.clock.now()),
    },
    {
      // In the morning of all of Indonesia's time zones, when every month that was due yesterday is known to be late.
      name: 'contributions.send_alerts',
      maxAttempts: 5,
      timetable: '37 1 * * *',
      run: () => sendAlerts(accounts),
    },
    ...forgettingJobs(accounts),
  ];
}

/** What is kept no longer, at night; docs/operations.md says how long, and why. */
const forgettingJobs = (accounts: AccountServices): readonly Job[] => [
  {
    name: 'sso.forget_expired',
    maxAttempts: 1,
    timetable: '*/10 * * * *',
    run: () => forgetExpired(accounts.database, accounts.clock.now()),
  },
  {
    name: 'accounts.forget_old_sign_ins',
    maxAttempts: 3,
    timetable: '41 19 * * *',
    run: () => forgetOldSignIns(accounts.database, accounts.clock.now()),
  },
  {
    name: 'accounts.forget_old_access',
    maxAttempts: 3,
    timetable: '51 19 * * *',
    run: () => forgetOldAccess(accounts.database, accounts.config, accounts.clock.now()),
  },
  {
    name: 'support.forget_old_desk',
    maxAttempts: 3,
    timetable: '53 19 * * *',
    run: () => forgetOldDesk(accounts.database, accounts.config, accounts.clock.now()),
  },
  {
    name: 'throttle.forget_old',
    maxAttempts: 3,
    timetable: '43 19 * * *',
    run: () => forgetOldThrottles(accounts.database, accounts.clock.now()),
  },
];

/** What the desk was allowed to do, done with the worker's rights. */
const remedyJob = (accounts: AccountServices): Job => ({
  name: applyProposalTask,
  maxAttempts: 10,
  run: async (payload) => {
    await applyProposal(accounts, payload as { proposalId: string });
    await handOnCorrection(accounts, payload as { proposalId: string });
    await handOnMerging(accounts, payload as { proposalId: string });
  },
});

/** The day of death on the register, entered or taken back. */
const deathStepJob = (accounts: AccountServices): Job => ({
  name: applyDeathStepTask,
  maxAttempts: 18,
  writesRecords: true,
  run: (payload) => applyDeathStep(accounts, payload as { proposalId: string }),
});

/** What members asked for by their rights over data. */
const privacyJobs = (accounts: AccountServices): readonly Job[] => [
  {
    name: makeExportTask,
    maxAttempts: 12,
    run: (payload) => makeExport(accounts, String(payload['requestId'])),
  },
  {
    name: 'privacy.forget_old_copies',
    maxAttempts: 3,
    timetable: '*/10 * * * *',
    run: () => forgetOldCopies(accounts.database, accounts.clock.now()),
  },
  {
    name: 'privacy.go_round_deletions',
    maxAttempts: 3,
    timetable: '11 * * * *',
    run: (_, { log }) => goRoundDeletions(accounts, log),
  },
];

/** Requests to correct the register: what two officers decided, and what is kept no longer. */
const correctionJobs = (accounts: AccountServices): readonly Job[] => [
  {
    name: carryOutCorrectionTask,
    maxAttempts: 18,
    writesRecords: true,
    run: (payload) => carryOutCorrection(accounts, payload as { proposalId: string }),
  },
  {
    name: 'privacy.forget_old_drafts',
    maxAttempts: 3,
    timetable: '51 19 * * *',
    run: () => forgetOldDrafts(accounts),
  },
  {
    name: 'evidence.forget_old_documents',
    maxAttempts: 3,
    timetable: '53 19 * * *',
    run: () => forgetOldEvidence(accounts),
  },
];

/** Two records of one person that two officers make one. */
const mergingJobs = (accounts: AccountServices): readonly Job[] => [
  {
    name: beginMergingTask,
    maxAttempts: 18,
    writesRecords: true,
    run: (payload) => beginMerging(accounts, payload as { proposalId: string }),
  },
  {
    name: 'privacy.go_round_mergings',
    maxAttempts: 3,
    timetable: '17 * * * *',
    writesRecords: true,
    run: (_, { log }) => goRoundMergings(accounts, log),
  },
];

/** Nobody is told of a message that a budget refused, so the operator is, by the name of the job and no more. */
function logUnsent(log: Logger, job: string, reason: string | undefined): void {
  if (reason !== undefined) log.warn({ job, reason }, 'a message was not sent, because of a budget');
}

/** At nine in the morning in Jakarta. */
const billJob = (accounts: AccountServices): Job => ({
  name: remindTask,
  maxAttempts: 3,
  timetable: '3 2 * * *',
  run: () => remindPayers(accounts, approversOf),
});
