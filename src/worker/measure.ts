import { outboxAgeSeconds, providerAnswers } from '#notifications';
import { faceSignal, type Measured, recordMeasurements } from '#operations';
import type { JobServices } from './jobs.ts';
import { queueState } from './queries.ts';

/** The window in which the answers of providers are looked at. */
const providerMinutes = 5;

/**
 * One measurement of every part of the service, from what really happened: requests to the faces, hand-overs to each
 * provider of messages, the work that waits. A provider that nobody needed is asked whether it lets us in.
 */
export async function measure(services: JobServices): Promise<void> {
  const { database, clock } = services;
  const measured: Measured[] = [
    { component: 'sign_in', signal: await faceSignal(database, 'sso', clock.now()) },
    { component: 'records', signal: await faceSignal(database, 'portal', clock.now()) },
    ...(await measureProviders(services)),
    { component: 'jobs', signal: { kind: 'queue', oldestSeconds: await oldestWaitSeconds(services) } },
  ];
  await recordMeasurements(database, measured, clock.now());
}

async function oldestWaitSeconds({ database, clock }: JobServices): Promise<number> {
  const now = clock.now();
  const { oldestSeconds } = await queueState(database, now);
  return Math.max(oldestSeconds, await outboxAgeSeconds(database, now));
}

async function measureProviders({ database, carriers, clock }: JobServices): Promise<Measured[]> {
  await carriers.writeTally();
  const answers = await providerAnswers(database, clock.now(), providerMinutes);
  const numbers = { email: 0, sms: 0, whatsapp: 0 };
  const named = carriers.providers.map((provider) => {
    numbers[provider.channel] += 1;
    // There is one mail server.
    const component =
      provider.channel === 'email' ? 'email' : `${provider.channel}_${numbers[provider.channel]}`;
    return { component, provider };
  });
  return Promise.all(
    named.map(async ({ component, provider }) => {
      const said = answers.find(
        (answer) => answer.provider === provider.name && answer.channel === provider.channel,
      );
      const taken = said?.accepted ?? 0;
      const missed = said?.unavailable ?? 0;
      const answersNow = taken + missed > 0 || (await provider.check()) === undefined;
      const signal = { kind: 'provider' as const, taken, missed, answers: answersNow };
      return { component, provider: provider.name, signal };
    }),
  );
}
