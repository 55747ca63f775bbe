import { openCase } from '#cases';
import { ok, refused, type Result } from '#kernel';
import { type Facts, factsOf } from './explain-facts.ts';
import { canBeAsked, type Closed, type Gate } from './gate-parts.ts';
import { type GateName, gates } from './gates.ts';
import { writeLook } from './look.ts';
import { adviceFor, type AdviceName } from './advice.ts';
import { subjectTyped } from './find-subject.ts';
import type { Subject, SupportServices } from './types.ts';

export type GateResult = Closed & {
  readonly gate: GateName;
  readonly weight: Gate['weight'];
  /** Undefined when there is nobody to ask it of: no account, or nobody known at all. */
  readonly open: boolean | undefined;
  /** What the asker may offer; none while the gate is open. */
  readonly remedies: readonly AdviceName[];
};
export type Explanation = {
  readonly at: Date;
  /** All gates in their order. */
  readonly gates: readonly GateResult[];
  /** The first that is closed: what the member meets. */
  readonly first: GateResult | undefined;
  readonly facts: Facts;
};

/**
 * Goes through every gate and says which is the first that is closed, and what whoever has these roles may offer. It
 * changes nothing. Call it behind a look only: it tells more of an account than anybody outside may know.
 */
export async function explainSignIn(
  services: SupportServices,
  subject: Subject,
  roles: readonly string[],
): Promise<Explanation> {
  const facts = await factsOf(services, subject);
  const results = gates.map((gate: Gate & { readonly name: GateName }): GateResult => {
    const closed = gate.evaluate(facts);
    const { name, weight, remedies } = gate;
    return {
      gate: name,
      weight,
      open: closed ? false : canBeAsked(gate, facts) || undefined,
      ...closed,
      remedies: closed ? adviceFor(remedies, roles) : [],
    };
  });
  return { at: facts.now, gates: results, first: results.find(({ open }) => open === false), facts };
}

/**
 * The same from the command line, for whoever has the machine: by what the member types, and on record as an officer's
 * look under a new case, where somebody was found.
 */
export async function explainTyped(
  services: SupportServices,
  typed: string,
  roles: readonly string[],
): Promise<Result<Explanation & { readonly caseNumber: string | undefined }, 'several' | 'unreadable'>> {
  const found = await subjectTyped(services, typed);
  if (!found.ok) return refused(found.refusal);
  const subject = found.value ?? { accountId: undefined, personId: undefined };
  const caseNumber = found.value && (await recordLook(services, found.value));
  return ok({ ...(await explainSignIn(services, subject, roles)), caseNumber });
}

function recordLook(services: SupportServices, subject: Subject): Promise<string> {
  const reason = 'cannot_sign_in';
  return services.database.transaction(async (tx) => {
    const { accountId, personId } = subject;
    const opened = await openCase(tx, {
      kind: 'support',
      accountId,
      personId,
      details: { reason },
      now: services.clock.now(),
    });
    await writeLook(services, tx, { ...opened, officer: undefined, subject, reason, words: '' });
    return opened.caseNumber;
  });
}
