import { parentPort, workerData } from 'node:worker_threads';
import { generate, type GenerateOptions } from './generate.ts';

const summary = await generate({
  ...(workerData as GenerateOptions),
  onProgress: (...progress) => parentPort?.postMessage({ progress }, []),
});
parentPort?.postMessage({ summary }, []);
