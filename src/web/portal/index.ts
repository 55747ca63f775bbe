export { portalPages } from './pages.ts';
export type { PortalReads, PortalServices } from './reads.ts';
