import type { Month } from '#kernel';
import { discountRulesFor } from '#rates';

/**
 * The law that halves JKK and JKM of the self-employed in transport alone; nobody states who they are, so it is never
 * reckoned with (docs/decisions/0008). Undefined where there is none in the month, or one for all the self-employed.
 */
export function transportReliefIn(month: Month): string | undefined {
  const rules = discountRulesFor(month, 'BPU');
  if (rules.some(({ conditions }) => !conditions.transportWorker)) return undefined;
  return rules[0]?.legalSource;
}
