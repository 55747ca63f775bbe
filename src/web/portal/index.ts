export { dataPages } from './data-pages.ts';
export { alertsPages } from './alerts-pages.ts';
export { correctionsPages } from './corrections.ts';
export { payslipPage } from './payslip.ts';
export { portalFrame } from './frame.ts';
export { portalPages } from './pages.ts';
export type { PortalReads, PortalServices } from './reads.ts';
