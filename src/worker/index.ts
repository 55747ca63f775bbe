export { type Job, jobs, type JobPayload, type JobServices } from './jobs.ts';
export { startWorker, type WorkerOptions } from './start.ts';
