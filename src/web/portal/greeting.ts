import { hourIn } from '#kernel';
import type { Visit } from '#platform';

/** Good morning, afternoon or evening by the member's own clock, with the name a person is called by. */
export function greeting(visit: Visit): string {
  const name = calledBy(visit.session?.displayName ?? '');
  return visit.t(`portal.greeting.${timeOfDay(hourIn(visit.now, visit.session?.timeZone ?? 'WIB'))}`, {
    name,
  });
}

function timeOfDay(hour: number): 'morning' | 'midday' | 'afternoon' | 'evening' {
  if (hour >= 4 && hour < 11) return 'morning';
  if (hour >= 11 && hour < 15) return 'midday';
  return hour >= 15 && hour < 18 ? 'afternoon' : 'evening';
}

/** The first name; with the next one when the first is very short, as in I Made or Ni Luh. */
export function calledBy(fullName: string): string {
  const names = fullName.trim().split(/\s+/);
  const first = names[0] ?? '';
  return first.length <= 2 ? names.slice(0, 2).join(' ') : first;
}
