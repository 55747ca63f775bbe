/** All SQL of this room, in three parts. */
export * from './queries-accounts.ts';
export * from './queries-attempts.ts';
export * from './queries-sessions.ts';
