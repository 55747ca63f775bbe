import { addMonths, type Month, type Rate } from '#kernel';
import { type DiscountRule, discountRulesFor } from '#rates';
import type { AssessmentInput } from './assess.ts';

/** Reliefs in 1/1000 %, whole percents; zero when no rule holds. */
export type Discounts = {
  readonly jkkRelief: Rate;
  readonly jkmRelief: Rate;
  readonly jpDeferred: Rate;
  readonly rules: readonly string[];
};

/** Which discounts hold for this payer in this month; where two give relief for one share, the larger counts. */
export function discountsOf(input: AssessmentInput): Discounts {
  const rules = discountRulesFor(input.month, input.segment).filter((rule) => meets(rule, input));
  return {
    jkkRelief: largest(rules, 'JKK'),
    jkmRelief: largest(rules, 'JKM'),
    jpDeferred: largest(rules, 'JP'),
    rules: rules.map(({ id }) => id),
  };
}

function meets(rule: DiscountRule, input: AssessmentInput): boolean {
  const { labourIntensive, minActiveWorkers, paidUpThrough, payBy, transportWorker, notPaidByState } =
    rule.conditions;
  if (labourIntensive && !input.employer?.labourIntensive) return false;
  if (minActiveWorkers !== undefined && (input.employer?.activeWorkers ?? 0) < minActiveWorkers) return false;
  if (paidUpThrough && input.earliestUnpaidMonth && input.earliestUnpaidMonth <= paidUpThrough) return false;
  if (payBy && input.paidOn && input.paidOn > payBy) return false;
  if (transportWorker && !input.transportWorker) return false;
  if (rule.conditions.grantedOnRequest && !input.grantedOnRequest) return false;
  if (notPaidByState && input.paidByState) return false;
  return reliefBegan(rule, input.month, input.memberSince);
}

/** Who joined after the rule's day pays some months in full before it holds. */
function reliefBegan({ conditions }: DiscountRule, of: Month, memberSince: Month | undefined): boolean {
  const { memberSince: asked } = conditions;
  if (!asked || !memberSince || memberSince <= asked.through) return true;
  return of >= addMonths(memberSince, asked.otherwiseAfterMonths);
}

function largest(rules: readonly DiscountRule[], programme: 'JKK' | 'JKM' | 'JP'): Rate {
  const rates = rules
    .flatMap(({ effects }) => effects)
    .filter((effect) => effect.programme === programme)
    .map((effect) => ('reliefRate' in effect ? effect.reliefRate : effect.deferredRate));
  return Math.max(0, ...rates);
}
