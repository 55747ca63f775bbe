import type { Carrier, ErrorClass, Outgoing } from './carrier.ts';
import type { Channel, MessageServices } from './message.ts';
import { createProviderHealth } from './provider-health.ts';
import { createProviderTally } from './provider-tally.ts';
import { openProviders } from './providers.ts';
import { recordReceipt } from './receipt.ts';

export type CarriersHandover =
  | { readonly kind: 'accepted'; readonly provider: string; readonly providerMessageId: string | undefined }
  | { readonly kind: 'refused' | 'unavailable'; readonly error: ErrorClass };

/** All providers of a process: the mail server and the SMS providers with their lasting connections. */
export type Carriers = {
  /** Offers the message to the channel's providers one after the other until one takes it. Never rejects. */
  handOver(channel: Channel, message: Outgoing): Promise<CarriersHandover>;
  /** The longest that one hand-over can take, all providers together. */
  readonly longestSeconds: number;
  /** Every provider in order of preference. */
  readonly providers: readonly Provider[];
  /** Writes down what the providers answered since the last time; done by itself every few seconds too. */
  writeTally(): Promise<void>;
  close(): Promise<void>;
};

export type Provider = Pick<Carrier, 'name' | 'channel' | 'check'>;

export type CarrierServices = Pick<MessageServices, 'database' | 'config' | 'clock' | 'log'>;

/** Opens the providers that the configuration names, and listens for delivery receipts. Throws ConfigError. */
export function openCarriers(services: CarrierServices): Carriers {
  const { database, config, clock } = services;
  const carriers = openProviders(config, (receipt) => recordReceipt(database, receipt, clock.now()));
  const health = createProviderHealth(clock);
  const tally = createProviderTally(services);
  return {
    providers: carriers,
    writeTally: () => tally.write(),
    longestSeconds: config.MESSAGE_TIMEOUT_SECONDS * Math.max(1, carriers.length),
    close: async () => {
      await Promise.all(carriers.map((carrier) => carrier.close()));
      await tally.close();
    },
    handOver: async (channel, message) => {
      const inOrder = health.order(carriers.filter((carrier) => carrier.channel === channel));
      const results: ('refused' | 'unavailable')[] = [];
      let error: ErrorClass = 'not_configured';
      for (const carrier of inOrder) {
        const result = await carrier.handOver(message);
        health.note(carrier.name, result.kind !== 'unavailable');
        tally.note(carrier, result.kind);
        if (result.kind === 'accepted') return { ...result, provider: carrier.name };
        reportMiss(services, carrier, message, result.error);
        results.push(result.kind);
        error = result.error;
      }
      const hopeless = results.length > 0 && results.every((kind) => kind === 'refused');
      return { kind: hopeless ? 'refused' : 'unavailable', error };
    },
  };
}

function reportMiss(services: CarrierServices, carrier: Carrier, message: Outgoing, error: ErrorClass): void {
  services.log.warn(
    { provider: carrier.name, error, messageId: message.messageId },
    'a provider did not take a message',
  );
}
