/** A spoken code as it may be typed: small letters, spaces and dashes do not matter. */
export const cleanCode = (typed: string): string => typed.toUpperCase().replaceAll(/[\s-]/g, '');
