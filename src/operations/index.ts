export { componentName } from './component-name.ts';
export { type Measured, forgetOldDays, historyDays, recordMeasurements } from './measure.ts';
export {
  announceIncident,
  noticeById,
  type NoticeRefusal,
  planMaintenance,
  updateNotice,
  type UpdateRefusal,
} from './notices.ts';
export { faceSignal, type Pulse, pulseSeconds, sendPulse } from './pulse.ts';
export { liftReadOnly, readOnlyNow, type ReadOnlyRefusal, setReadOnly } from './read-only.ts';
export { type Signal } from './signals.ts';
export { type History, readHistory, readSnapshot, type Snapshot } from './snapshot.ts';
export * from './types.ts';
export { type ShownComponent, type ShownState, type StatusView, viewAt } from './view.ts';
export { createStatusWatch, type Known, type StatusWatch } from './watch.ts';
