import { test } from 'node:test';
import { compareClosedSignIns, comparePasskeyOptions, compareSignIns } from '../security/enumeration.ts';
import { assertAlike, describeVerdict } from '../support/timing-classifier.ts';

test('4,000 interleaved sign-ins do not tell known identifiers from unknown ones', async () => {
  const verdict = await compareSignIns({ rounds: 2000 });
  console.log(`sign-in: ${describeVerdict(verdict)}`);
  assertAlike(verdict, 0.55, 'sign-in');
});

test('4,000 interleaved sign-ins do not tell closed known identifiers from closed unknown ones', async () => {
  const verdict = await compareClosedSignIns({ rounds: 2000 });
  console.log(`closed sign-in: ${describeVerdict(verdict)}`);
  assertAlike(verdict, 0.55, 'closed sign-in');
});

test('4,000 interleaved pages that ask for a passkey do not tell who has one', async () => {
  const verdict = await comparePasskeyOptions({ rounds: 2000 });
  console.log(`passkey options: ${describeVerdict(verdict)}`);
  assertAlike(verdict, 0.55, 'passkey options');
});
