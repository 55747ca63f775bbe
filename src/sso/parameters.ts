/** A parameter of a request that came over the network: its text, or nothing. */
export function textOf(parameters: Readonly<Record<string, unknown>>, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value : '';
}

const longestParameters: Readonly<Record<string, number>> = {
  state: 512,
  nonce: 512,
  // An e-mail address is the longest of the identifiers (RFC 5321 §4.5.3.1.3).
  login_hint: 254,
  ui_locales: 100,
  acr_values: 100,
  scope: 500,
  claims: 2048,
  redirect_uri: 2048,
  id_token_hint: 8192,
};
const longestParameter = 1024;

/** The name of a parameter that is longer than it has reason to be; an authorization request is kept while it waits. */
export function parameterFault(path: string, parameters: URLSearchParams): string | undefined {
  if (!path.startsWith('/oauth/')) return undefined;
  for (const [name, value] of parameters)
    if (value.length > (longestParameters[name] ?? longestParameter))
      return name in longestParameters ? name : 'sent';
  return undefined;
}
