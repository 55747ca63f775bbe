/** The member's rights over data: who was touched by a breach. */
export { listTouched, type TouchedBy, type TouchedMember, type TouchedServices } from './touched.ts';
