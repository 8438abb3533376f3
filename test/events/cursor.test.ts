import fc from 'fast-check';
import { BadCursor, CursorExpired, formatCursor, parseCursor } from '../../src/events/cursor';
import { events, TestLog } from './log-fixture';

const ID = '0123abcd';

const place = fc.oneof(
  fc.record({ sequence: fc.nat({ max: 2 ** 52 }), item: fc.constant(null) }),
  fc.record({ sequence: fc.integer({ min: 1, max: 2 ** 52 }), item: fc.nat({ max: 999_999_999 }) }),
);

it('reads what it wrote', () => {
  fc.assert(
    fc.property(place, (written) => {
      const text = formatCursor(ID, written);
      expect(encodeURIComponent(text)).toBe(text);
      expect(parseCursor(ID, text)).toEqual(written);
    }),
  );
});

it('refuses all other texts', () => {
  const near = fc
    .tuple(place, fc.nat(), fc.constantFrom('', '0', '-', '.', ' ', '\n', '+', 'e', '１'))
    .map(([written, at, put]) => {
      const text = formatCursor(ID, written);
      return text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + (at % 2));
    });
  fc.assert(
    fc.property(fc.oneof(near, fc.string()), (text) => {
      let read;
      try {
        read = parseCursor(ID, text);
      } catch (error) {
        expect(error).toBeInstanceOf(BadCursor);
        return;
      }
      if (read.sequence < 2 ** 52) expect(formatCursor(ID, read)).toBe(text);
    }),
    { examples: [['0123abcd-0.0'], ['0123abcd-01'], ['0123abcd-1.'], ['0123ABCD-1'], ['0123abcd-1.01']] },
  );
});

it('says that there is no item of event 0, which is none', () => {
  expect(() => parseCursor(ID, `${ID}-0.0`)).toThrow(BadCursor);
});

describe('the place of a cursor', () => {
  let test: TestLog;
  beforeEach(async () => {
    test = await TestLog.open();
    await test.append(events(10));
  });
  afterEach(() => test.close());

  const placeOf = (sequence: number, item: number | null = null) =>
    test.log.placeOf(test.log.cursor({ sequence, item }));

  it('is where it was made, from before the first event to behind the last', async () => {
    for (const sequence of [0, 1, 9, 10]) expect(await placeOf(sequence)).toEqual({ sequence, item: null });
    expect(await placeOf(10, 3)).toEqual({ sequence: 10, item: 3 });
  });

  it('survives a restart', async () => {
    const cursor = test.log.cursor({ sequence: 4, item: null });
    test = await test.reopen();
    expect(await test.log.placeOf(cursor)).toEqual({ sequence: 4, item: null });
  });

  it('is none for the cursor of another log, or one ahead of this', async () => {
    const other = await TestLog.open();
    await other.append(events(3));
    const foreign = other.log.cursor({ sequence: 1, item: null });
    await other.close();
    await expect(test.log.placeOf(foreign)).rejects.toThrow(
      new BadCursor('it comes from the event log of another store'),
    );
    await expect(placeOf(11)).rejects.toThrow(BadCursor);
    await expect(placeOf(2 ** 53)).rejects.toThrow(BadCursor);
  });

  it('is no longer there once an event behind it is gone, which for an item is its own', async () => {
    await test.trim({ maxCount: 4 });
    const oldest = test.log.cursor({ sequence: 6, item: null });
    expect(await placeOf(6)).toEqual({ sequence: 6, item: null });
    expect(await placeOf(7, 0)).toEqual({ sequence: 7, item: 0 });
    for (const gone of [placeOf(0), placeOf(5), placeOf(6, 0)]) {
      await expect(gone).rejects.toBeInstanceOf(CursorExpired);
      await expect(gone).rejects.toMatchObject({ oldest });
    }
    expect(await test.log.placeOf(oldest)).toEqual({ sequence: 6, item: null });
  });
});
