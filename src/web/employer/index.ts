export { employerFrame } from './frame.ts';
export { employerPages } from './pages.ts';
