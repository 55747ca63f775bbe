/**
 * The library that reads what authenticators say. It is loaded with the first passkey: it takes longer than all the rest
 * of a start, and a process of another face never needs it.
 */
export const webauthn = () => import('@simplewebauthn/server');
