export { ownRefundPage } from './own-refund.ts';
export { dataPages } from './data-pages.ts';
export { correctionsPages } from './corrections.ts';
export { portalFrame } from './frame.ts';
export { portalPages } from './pages.ts';
export type { PortalReads, PortalServices } from './reads.ts';
