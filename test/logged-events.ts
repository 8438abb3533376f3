import type { EventLog, LoggedEvent } from '../src/events/event-log';

/** All that the log holds behind a sequence. */
export async function loggedEvents(log: EventLog, after = 0): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for (let place = after; ; place = events.at(-1)!.sequence) {
    const heads = await log.heads(place, 1000);
    if (heads.length === 0) return events;
    events.push(...(await log.eventsOf(heads)));
  }
}
