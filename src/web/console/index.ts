export { consoleFrame, consolePages } from './home.ts';
export { operationsPages } from './operations.ts';
