/** All SQL of this room, in parts. */
export * from './queries-look.ts';
