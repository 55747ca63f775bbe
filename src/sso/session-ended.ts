import { addJob } from '#platform';
import type { ClientDirectory } from './clients.ts';
import { backchannelLogoutTask, toBeTold } from './backchannel.ts';
import * as queries from './queries.ts';
import type { SsoServices } from './services.ts';

/**
 * What a session's end in accounts means here: the provider's session goes, and each other service that it was used
 * for is told by a job of its own. Run twice it finds nothing the second time; a service that hears twice does not
 * mind, because a logout token only says what is so already.
 */
export async function afterSessionEnded(
  { accounts: { database } }: SsoServices,
  clients: ClientDirectory,
  sessionId: string,
): Promise<void> {
  // The clients are looked up before the transaction, which holds a connection.
  const logouts = await toBeTold(clients, await queries.sessionOf(database, sessionId));
  await database.transaction(async (tx) => {
    if ((await queries.deleteSessionsByUid(tx, sessionId)) === 0) return;
    for (const logout of logouts) await addJob(tx, backchannelLogoutTask, logout);
  });
}
