export { helpPages } from './help.ts';
