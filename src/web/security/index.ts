export { registerPages } from './register-pages.ts';
export { recoveryPages } from './recovery-pages.ts';
export { enrolmentPages } from './enrolment-pages.ts';
export { securityFrame } from './frame.ts';
export { ownerGuard, recogniseOwner } from './guard.ts';
export { securityPages } from './security-pages.ts';
export type { SecurityServices } from './services.ts';
