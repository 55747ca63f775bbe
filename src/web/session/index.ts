export type { FaceSession, FaceSessionOptions } from './face-session.ts';
export { faceSession } from './face-session.ts';
