/** Ends of the buckets of durations, in seconds: from a quarter of a millisecond to eight seconds, each twice the one before or so. */
export const secondsBuckets = [
  0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8,
];
