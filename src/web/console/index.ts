export { consoleFrame, consolePages } from './home.ts';
