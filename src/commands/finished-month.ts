import { dayIn, type Month } from '#kernel';
import { lastMonthDueBefore } from '#rates';

/**
 * The last month that the demonstration tells of: the newest whose due day has passed, so that on every day of the
 * month its members stand where their stories say, with no month missing that the stories do not name.
 */
export function finishedMonth(now: Date): Month {
  return lastMonthDueBefore(dayIn(now), 'PU');
}
