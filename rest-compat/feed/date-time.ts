const DATE_TIME = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The time that an RFC 3339 date-time names, in milliseconds since 1970, rounded down; null for any other text. Leap seconds
 * are refused: the clocks that stamp events do not have them.
 */
export function readDateTime(text: string): number | null {
  const upper = text.toUpperCase();
  const day = DATE_TIME.exec(upper)?.[1];
  if (day === undefined || !isDay(day)) return null;
  const time = Date.parse(upper);
  return Number.isNaN(time) ? null : time;
}

/** `Date.parse` takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
