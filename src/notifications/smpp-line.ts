import { CarrierError, within } from './carrier.ts';
import { smpp, type SmppFields, type SmppSession, smppStatus, type SmppUnit } from './smpp-library.ts';

export type LineOptions = {
  readonly url: URL;
  readonly timeoutSeconds: number;
  /** Answers a deliver_sm: true when it was dealt with, false to get it again later. */
  readonly onDeliver: (unit: SmppUnit) => Promise<boolean>;
};

export type SmppLine = {
  /** Sends over the bound session, binding first when there is none. Throws CarrierError. */
  ask(command: 'submit_sm' | 'enquire_link', fields: SmppFields): Promise<SmppUnit>;
  close(): Promise<void>;
};

const enquireSeconds = 30;
const longestPauseSeconds = 30;

/**
 * One lasting connection to a message centre. Once bound it is kept alive with enquire_link and, when it breaks,
 * bound again by itself, because receipts come back over it while nothing is being sent.
 */
export function openLine(options: LineOptions): SmppLine {
  let current: Promise<SmppSession> | undefined;
  let again: NodeJS.Timeout | undefined;
  let pauseSeconds = 1;
  let closed = false;

  const session = () => {
    if (closed) return Promise.reject(new CarrierError('unreachable'));
    current ??= bind(options, lost).then(
      (bound) => {
        pauseSeconds = 1;
        return bound;
      },
      (error: unknown) => {
        current = undefined;
        throw error;
      },
    );
    return current;
  };

  function lost(): void {
    current = undefined;
    if (closed) return;
    clearTimeout(again);
    again = setTimeout(() => void session().catch(lost), pauseSeconds * 1000).unref();
    pauseSeconds = Math.min(pauseSeconds * 2, longestPauseSeconds);
  }

  void session().catch(lost);
  return {
    ask: async (command, fields) => ask(await session(), command, fields, options.timeoutSeconds),
    close: async () => {
      closed = true;
      clearTimeout(again);
      const bound = await current?.catch(() => undefined);
      if (!bound) return;
      await ask(bound, 'unbind', {}, 1).catch(() => undefined);
      bound.destroy();
    },
  };
}

async function bind(options: LineOptions, onLost: () => void): Promise<SmppSession> {
  const { url, timeoutSeconds } = options;
  const tls = url.protocol === 'ssmpp:';
  const session = smpp.connect({
    host: url.hostname,
    port: Number(url.port || (tls ? 3550 : 2775)),
    tls,
  });
  session.on('error', () => session.destroy());
  try {
    await within(timeoutSeconds, connected(session, tls));
    const credentials = {
      system_id: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
    const answer = await ask(session, 'bind_transceiver', credentials, timeoutSeconds);
    if (answer.command_status !== smppStatus.ok) throw new CarrierError('refused_us');
  } catch (error) {
    session.destroy();
    throw error;
  }
  attend(session, options, onLost);
  return session;
}

function connected(session: SmppSession, tls: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    session.once(tls ? 'secureConnect' : 'connect', () => resolve());
    session.once('close', () => reject(new CarrierError('unreachable')));
  });
}

/** Answers what the centre sends, and notices when it falls silent. */
function attend(session: SmppSession, options: LineOptions, onLost: () => void): void {
  const alive = setInterval(() => {
    ask(session, 'enquire_link', {}, options.timeoutSeconds).catch(() => session.destroy());
  }, enquireSeconds * 1000).unref();
  session.once('close', () => {
    clearInterval(alive);
    onLost();
  });
  session.on('enquire_link', (unit: SmppUnit) => session.send(unit.response()));
  session.on('unbind', (unit: SmppUnit) => {
    session.send(unit.response());
    session.close();
  });
  session.on('deliver_sm', (unit: SmppUnit) => {
    void options
      .onDeliver(unit)
      .catch(() => false)
      .then((done) => session.send(unit.response(done ? {} : { command_status: smppStatus.temporaryError })));
  });
}

type Command = 'bind_transceiver' | 'submit_sm' | 'enquire_link' | 'unbind';

/** One request and its answer. A session that does not answer in time is of no use and is broken off. */
async function ask(
  session: SmppSession,
  command: Command,
  fields: SmppFields,
  timeoutSeconds: number,
): Promise<SmppUnit> {
  let onClose = () => {};
  const answered = new Promise<SmppUnit>((resolve, reject) => {
    onClose = () => reject(new CarrierError('unreachable'));
    session.once('close', onClose);
    if (!session[command](fields, resolve)) reject(new CarrierError('unreachable'));
  });
  try {
    return await within(timeoutSeconds, answered);
  } catch (error) {
    session.destroy();
    throw error;
  } finally {
    session.off('close', onClose);
  }
}
