export { consoleFrame } from './frame.ts';
export { consolePages } from './pages.ts';
