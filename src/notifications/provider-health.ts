import type { Clock } from '#kernel';

/** After this many failures in a row a provider rests: it is tried last until the rest is over or it succeeds. */
const failuresBeforeRest = 3;
const restSeconds = 60;

export type ProviderHealth = {
  /** The same providers, those that rest at the end; otherwise in the order given. */
  order<Provider extends { readonly name: string }>(providers: readonly Provider[]): Provider[];
  note(name: string, worked: boolean): void;
};

/** Kept in the memory of each worker: a worker that starts afresh finds out within three messages. */
export function createProviderHealth(clock: Clock): ProviderHealth {
  const records = new Map<string, { failures: number; restsUntil: number }>();
  const rests = (name: string) => (records.get(name)?.restsUntil ?? 0) > clock.now().getTime();
  return {
    order: (providers) => [
      ...providers.filter(({ name }) => !rests(name)),
      ...providers.filter(({ name }) => rests(name)),
    ],
    note: (name, worked) => {
      if (worked) {
        records.delete(name);
        return;
      }
      const failures = (records.get(name)?.failures ?? 0) + 1;
      const restsUntil = failures >= failuresBeforeRest ? clock.now().getTime() + restSeconds * 1000 : 0;
      records.set(name, { failures, restsUntil });
    },
  };
}
