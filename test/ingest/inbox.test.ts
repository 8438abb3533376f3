import { Inbox } from '../../src/ingest/inbox';

function inboxOf(most: number): { inbox: Inbox<number>; flow: string[] } {
  const flow: string[] = [];
  const inbox = new Inbox<number>(most, {
    pause: () => void flow.push('pause'),
    resume: () => void flow.push('resume'),
  });
  return { inbox, flow };
}

it('asks for a pause when much waits, and for more when nothing does', async () => {
  const { inbox, flow } = inboxOf(2);
  inbox.put(1);
  expect(flow).toEqual([]);
  inbox.put(2);
  expect(flow).toEqual(['pause']);
  const reader = inbox[Symbol.asyncIterator]();
  expect(await reader.next()).toMatchObject({ value: 1 });
  expect(flow).toEqual(['pause']);
  expect(await reader.next()).toMatchObject({ value: 2 });
  expect(flow).toEqual(['pause', 'resume']);
});

it('gives what came before a failure, then the first failure', async () => {
  const { inbox } = inboxOf(9);
  inbox.put(1);
  inbox.fail(new Error('first'));
  inbox.fail(new Error('second'));
  inbox.put(2);
  const reader = inbox[Symbol.asyncIterator]();
  expect(await reader.next()).toMatchObject({ value: 1 });
  await expect(reader.next()).rejects.toThrow('first');
});

it('ends at once for a reader that wants nothing more, also one that waits', async () => {
  const { inbox } = inboxOf(9);
  const waiting = inbox[Symbol.asyncIterator]().next();
  inbox.close();
  expect((await waiting).done).toBe(true);
});
