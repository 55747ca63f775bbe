export { type ExplainedWords, explainedWords, knownOfAccount } from './explained.ts';
export { consoleFrame } from './frame.ts';
export { operationsPages } from './operations.ts';
export { consolePages } from './pages.ts';
