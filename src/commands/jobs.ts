import type { Clock } from '#kernel';
import type { Database } from '#platform';
import { type BackchannelLogout, backchannelLogoutTask, forgetExpired, type Sso } from '#sso';
import { type Job, jobs } from '#worker';

type JobParts = { readonly sso: Sso; readonly database: Database; readonly clock: Clock };

/** The table of jobs, with those that need the provider itself, which only the composition has. */
export function jobsWith({ sso, database, clock }: JobParts): readonly Job[] {
  return [
    ...jobs,
    {
      name: backchannelLogoutTask,
      // The queue pauses longer and longer; 18 tries are about a day.
      maxAttempts: 18,
      run: (payload) => sso.sendBackchannelLogout(payload as BackchannelLogout),
    },
    {
      name: 'sso.forget_expired',
      maxAttempts: 1,
      timetable: '*/10 * * * *',
      run: () => forgetExpired(database, clock.now()),
    },
  ];
}
