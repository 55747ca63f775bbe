export { helpPages } from './help.ts';
export { messageCheckPages } from './message-check.ts';
export { proofPages } from './proof.ts';
