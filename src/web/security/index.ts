export { registerPages } from './register-pages.ts';
export { ownerGuard } from './guard.ts';
export { securityPages } from './security-pages.ts';
export type { SecurityServices } from './services.ts';
