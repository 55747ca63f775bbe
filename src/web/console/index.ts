export { gateWords } from './explain-words.ts';
export { consoleFrame } from './frame.ts';
export { operationsPages } from './operations.ts';
export { consolePages } from './pages.ts';
