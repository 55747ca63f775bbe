export * from './clock.ts';
export * from './date.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './month.ts';
export * from './result.ts';
export * from './rupiah.ts';
export * from './time-zone.ts';
