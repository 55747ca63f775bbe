import { Worker } from 'node:worker_threads';
import type { GenerateOptions } from './generate.ts';
import type { Summary } from './summary.ts';

/** What is needed at once is a quarter of it. */
const bounds = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 };

type Message =
  | { readonly progress: Parameters<NonNullable<GenerateOptions['onProgress']>> }
  | { readonly summary: Summary };

/**
 * `generate` in a thread with bounds to its memory: without them the runtime lets what is left over pile up for as long
 * as the machine has room, and the process grows with the files.
 */
export function generateApart({ onProgress, ...options }: GenerateOptions): Promise<Summary> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./generate-thread.ts', import.meta.url), {
      workerData: options,
      resourceLimits: bounds,
    });
    thread.on('message', (message: Message) => {
      if ('summary' in message) resolve(message.summary);
      else onProgress?.(...message.progress);
    });
    thread.once('error', reject);
  });
}
