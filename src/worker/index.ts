export { type Job, jobs, type JobPayload, type JobServices } from './jobs.ts';
export { queueState } from './queries.ts';
export { startWorker, type WorkerOptions } from './start.ts';
