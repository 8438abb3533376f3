import { RememberedUrls } from '../../src/media/remembered-urls';

it('signs what is not known, once a window, in the order of the ids', () => {
  const signed: string[] = [];
  const urls = new RememberedUrls();
  const ask = (window: number, ...ids: string[]) =>
    urls.of(ids, window, (id) => {
      signed.push(id);
      return `${id}@${window}`;
    });
  expect(ask(1, 'a', 'b', 'a')).toEqual(['a@1', 'b@1', 'a@1']);
  expect(ask(1, 'c', 'b')).toEqual(['c@1', 'b@1']);
  expect(signed).toEqual(['a', 'b', 'c']);
  expect(ask(2, 'b')).toEqual(['b@2']);
  expect(ask(1, 'b')).toEqual(['b@1']);
});

it('keeps a bounded number of them', () => {
  const urls = new RememberedUrls();
  const many = Array.from({ length: 50_001 }, (_, n) => `object ${n}`);
  urls.of(many, 1, (id) => id);
  let again = 0;
  urls.of(many.slice(0, 1), 1, (id) => {
    again += 1;
    return id;
  });
  expect(again).toBe(1);
});
