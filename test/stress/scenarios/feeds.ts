import { liveLatency } from '../../bench/feeds/live';
import type { Scenario } from '../scenario';

const SUBSCRIBERS = 100;
const PACE = 100;

export const feeds: Scenario = {
  name: 'feeds',
  title: 'Live feeds',
  target: `${SUBSCRIBERS} subscribers over WebSockets are told of each of ${PACE} segments a second. Everyone gets everything; a 99th percentile from commit to receipt under 100 ms.`,
  atMostSeconds: 180,
  atMostMiB: 1_024,
  async run(stage) {
    const server = await stage.serve();
    const seconds = Math.max(2, stage.seconds);
    // It throws when a message is missing.
    const { added, pace, p50, p99, cpu } = await liveLatency(server, SUBSCRIBERS, PACE, seconds);
    return {
      broken: [],
      figures: [
        { what: 'messages delivered', value: added * SUBSCRIBERS, unit: '' },
        { what: 'segments added', value: pace, unit: '/s' },
        { what: 'from commit to receipt: p50', value: p50, unit: 'ms' },
        { what: 'from commit to receipt: p99', value: p99, unit: 'ms', floor: { atMost: 100 } },
        { what: 'processor', value: cpu, unit: '% of a core' },
      ],
    };
  },
};
