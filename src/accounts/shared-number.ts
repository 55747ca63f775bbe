import type { AccountServices } from './types.ts';

/** Whether several members have this phone number; then it is nobody's proof alone (G9). Nobody keeps that yet. */
export async function isSharedNumber(services: AccountServices, phone: string): Promise<boolean> {
  return (await services.sharedNumber?.(phone)) ?? false;
}
