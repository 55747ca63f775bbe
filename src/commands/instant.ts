const unitSeconds = { m: 60, h: 3600, d: 86_400 } as const;

/** A time with its zone (`2026-11-23T22:00+07:00`), or so long from now (`+90m`, `+4h`, `+2d`); undefined for anything else. */
export function instantFrom(text: string | boolean | undefined, now: Date): Date | undefined {
  if (typeof text !== 'string') return undefined;
  const [, count, unit] = /^\+(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count !== undefined)
    return new Date(now.getTime() + Number(count) * unitSeconds[unit as keyof typeof unitSeconds] * 1000);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
