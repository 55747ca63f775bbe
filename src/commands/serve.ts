import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openFaces, servable, servedFaces, type Servable } from './faces.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { openHouse } from './house.ts';
import { refuseOldSchema } from './install-schema.ts';
import { interrupted } from './interrupted.ts';

export const serveCommand: Command = {
  takesWords: true,
  usage: ['', `[${servable.join('|')}] …`],
  details: `Faces: ${servedFaces.join(', ')}. The worker sends messages and does the timed work; one is enough.\nFor servers: it neither migrates nor loads the demonstration. Ends cleanly on SIGTERM.`,
  run: async ({ config, words }) => {
    const unknown = words.filter((word) => !servable.includes(word as Servable));
    if (unknown.length > 0)
      throw new CommandError(
        `There is no face "${unknown[0]}". Faces: ${servable.join(', ')}.`,
        exitCodes.usage,
      );
    // Listened for from the first moment, so that it ends cleanly while it opens too.
    const interruption = interrupted();
    const opened = await openConfiguredDatabase(config);
    try {
      const wanted = words.length > 0 ? (words as Servable[]) : servable;
      const role = `goid_${wanted[0] ?? 'worker'}` as const;
      await refuseOldSchema(opened.url, role);
      const house = await openHouse(config, openKeyRing(config), opened.url, role);
      const faces = await openFaces(house, wanted);
      house.log.info({ faces: wanted, portBase: config.PORT_BASE }, 'serving');
      try {
        await Promise.race([interruption, faces.failed]);
        house.readiness.drain();
        await sleep(config.DRAIN_SECONDS * 1000);
      } finally {
        await faces.close();
        await house.close();
      }
      return exitCodes.ok;
    } finally {
      await opened.release();
    }
  },
};
