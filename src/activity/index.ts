export * from './entries.ts';
export * from './events.ts';
