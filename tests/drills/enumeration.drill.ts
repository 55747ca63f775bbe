import { test } from 'node:test';
import {
  compareClosedSignIns,
  comparePasskeyOptions,
  compareRegistrationCodes,
  compareRegistrations,
  compareResets,
  compareResetsAgain,
  compareSignIns,
  startEnumeration,
} from '../security/enumeration.ts';
import { assertAlike, describeVerdict } from '../support/timing-classifier.ts';

/** Over the network, as somebody outside would ask. */
const sizes = { rounds: 2000, wire: true };
const world = await startEnumeration(sizes);

/** What is asked, each known against unknown. */
const questions = {
  'sign-in': () => compareSignIns(world),
  'closed sign-in': () => compareClosedSignIns(sizes),
  'reset by e-mail': () => compareResets(world, 'email'),
  'reset by member number': () => compareResets(world, 'member-number'),
  'reset again': () => compareResetsAgain(world),
  'passkey options': () => comparePasskeyOptions(world),
  registration: () => compareRegistrations(world),
  // People of its own: those of the question before have used up their tries of a day.
  'registration code': async () => compareRegistrationCodes(await startEnumeration(sizes)),
} as const;

for (const [what, ask] of Object.entries(questions))
  test(`4,000 interleaved requests do not tell known from unknown: ${what}`, async () => {
    const verdict = await ask();
    console.log(`${what}: ${describeVerdict(verdict)}`);
    assertAlike(verdict, 0.55, what);
  });
