export { verifyPages } from './verify.ts';
export { announcements } from './announcements.ts';
export { casePages } from './cases.ts';
export { helpPages } from './help.ts';
export { messageCheckPages } from './message-check.ts';
export { proofPages } from './proof.ts';
export { writeGate, type Writes } from './read-only.ts';
export { statusPages } from './status.ts';
export { wellKnownPages } from './well-known.ts';
