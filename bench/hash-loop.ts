import { hash, verify } from '@node-rs/argon2';
import { answerTasks } from './helper-process.ts';

/** The parameters of src/accounts/password-hash.ts. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const stored = await hash('Kata-Sandi-Uji-1', parameters);

/** Nothing but password hashes, as many at once as the server does. Yields how many were checked. */
answerTasks(async ({ seconds, slots }: { readonly seconds: number; readonly slots: number }) => {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  const slot = async () => {
    while (performance.now() < end) {
      if (!(await verify(stored, 'Kata-Sandi-Uji-1'))) throw new Error('the hash does not match');
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: slots }, slot));
  return { count };
});
