import { addDays, addMonths, dayIn, type Month, monthOf } from '#kernel';

/**
 * The last month of which the generated files tell the whole story. They hold what has happened by the 20th of the
 * month after it, so until that day comes it is the month before: an import refuses what has not happened yet.
 */
export function finishedMonth(now: Date): Month {
  return addMonths(monthOf(addDays(dayIn(now), -19)), -1);
}
