/** `2026-11-23 22:00`, in the time of Jakarta; undefined when it is no time, or empty. */
export function timeInJakarta(text: string | undefined): Date | undefined {
  const [, day, time] = /^\s*(\d{4}-\d\d-\d\d)[T ](\d\d[:.]\d\d)\s*$/.exec(text ?? '') ?? [];
  if (day === undefined || time === undefined) return undefined;
  const instant = new Date(`${day}T${time.replace('.', ':')}:00+07:00`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/** The same the other way, for a field that shows it. */
export function writtenInJakarta(instant: Date): string {
  return new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
