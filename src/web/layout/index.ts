export * from './assets.ts';
export * from './charts.ts';
export * from './data-table.ts';
export * from './error-page.ts';
export * from './form-parts.ts';
export * from './page.ts';
export * from './parts.ts';
export { styleHashes, styleSheet } from './styles.ts';
export * from './support.ts';
