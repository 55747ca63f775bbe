/** All SQL of this room, in parts. */
export * from './queries-accounts.ts';
export * from './queries-attempts.ts';
export * from './queries-claims.ts';
export * from './queries-challenges.ts';
export * from './queries-factors.ts';
export * from './queries-passkeys.ts';
export * from './queries-recovery.ts';
export * from './queries-reset.ts';
export * from './queries-sessions.ts';
export * from './queries-devices.ts';
export * from './queries-guesses.ts';
export * from './queries-safety.ts';
export * from './queries-contacts.ts';
export * from './queries-passwords.ts';
export * from './queries-undo.ts';
export * from './queries-support.ts';
export * from './queries-officers.ts';
