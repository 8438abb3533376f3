import { closeFeeds, openFeedSockets, subscribe } from '../../bench/feeds/sockets';
import { load } from '../../bench/dataset';
import { measure } from '../../bench/load';
import { workloads } from '../../bench/workloads';
import type { Scenario } from '../scenario';
import { slopeOf } from '../statistics';
import { Writers } from '../writers';

/** Loads that follow each other. */
const ROUNDS = 18;
const FEEDS = 20;
const FEED = 'subscription { segments { cursor kind flowId timerange } }';

export const soak: Scenario = {
  name: 'soak',
  title: 'Memory under load',
  target: `${ROUNDS} loads one after the other: pages, ten flows at once and signed URLs by turns, beside 4 writers and ${FEEDS} subscribers who come and go. After a third of the time, which warms up, resident memory is flat: by least squares it rises by less than 32 MiB in the rest.`,
  atMostSeconds: 900,
  atMostMiB: 1_024,
  async run(stage) {
    const { url } = await stage.serve();
    // More than the pages that SQLite's caches hold: they are full when it is warm.
    const { dataset } = await load(url, 300, 500);
    const { tenFlows, page, pageWithUrls } = workloads(dataset);
    const { writers, stop } = await Writers.start(url, 4, 1_000, 10);
    const began = stage.elapsed;
    let answered = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const feeds = await openFeedSockets(url, FEEDS);
      for (const feed of feeds) subscribe(feed, FEED);
      const workload = [page, tenFlows, pageWithUrls][round % 3]!;
      answered += (await measure(url, workload, stage.seconds, 10)).requestsPerSecond * stage.seconds;
      await closeFeeds(feeds);
    }
    const end = stage.elapsed;
    await stop();
    const warm = began + (end - began) / 3;
    const after = stage.memory.filter(([at]) => at > warm && at < end);
    return {
      broken: await writers.wrong(),
      figures: [
        { what: 'queries answered', value: answered, unit: '' },
        { what: 'segments added', value: writers.took.length, unit: '' },
        {
          what: 'rise of resident memory once warm',
          value: (await slopeOf(after)) * (end - warm),
          unit: 'MiB',
          floor: { atMost: 32 },
        },
      ],
      plots: [
        {
          title: 'Resident memory',
          x: 'seconds',
          y: 'MiB',
          lines: [{ name: 'gateway', points: stage.memory }],
        },
      ],
    };
  },
};
