export { ownerGuard } from './guard.ts';
export { recoveryPages } from './recovery-pages.ts';
export { securityPages } from './security-pages.ts';
export type { SecurityServices } from './services.ts';
