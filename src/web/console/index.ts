export { consolePages } from './home.ts';
