/** A parameter of a request that came over the network: its text, or nothing. */
export function textOf(parameters: Readonly<Record<string, unknown>>, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value : '';
}
