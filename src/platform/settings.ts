import type { z } from 'zod';
import { deskSettings } from './settings-desk.ts';
import { machineSettings } from './settings-machine.ts';
import { policySettings } from './settings-policy.ts';

/**
 * Every setting, one line each: its name in the environment, its default, and what it is for.
 * docs/operations.md is generated from these tables. A setting marked secret may also come from a file
 * named by the same variable with `_FILE` behind it.
 */
export const settings = { ...machineSettings, ...policySettings, ...deskSettings };

export type Settings = {
  readonly [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['type']>;
};
