import { graphql } from '../server/gateway';

/** A cursor of the gateway's log; `latest` is that of its last event. */
export async function logCursor(url: string, which: 'oldest' | 'latest'): Promise<string> {
  const { data } = await graphql<{ eventLog: Record<string, string> }>(url, '{ eventLog { oldest latest } }');
  return data!.eventLog[which]!;
}

/**
 * What the log holds behind a cursor (from its beginning unless told), as `field { …selection }` of the subscription
 * shows it. Read by Server-Sent Events: another way than the clients under test go.
 */
export async function readLog<T extends { cursor: string }>(
  url: string,
  field: string,
  selection: string,
  after?: string,
): Promise<T[]> {
  const end = await logCursor(url, 'latest');
  const query = `subscription ($after: String) { ${field}(after: $after) { cursor ${selection} } }`;
  const response = await fetch(`${url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables: { after: after ?? (await logCursor(url, 'oldest')) } }),
  });
  const messages: T[] = [];
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) {
      const json = /^data: (.*)$/m.exec(event)?.[1];
      if (!json) continue;
      const { data } = JSON.parse(json) as { data: Record<string, T> };
      messages.push(data[field]!);
      if (messages.at(-1)!.cursor === end) return messages;
    }
  }
  throw new Error(`The log ended before ${end}.`);
}
