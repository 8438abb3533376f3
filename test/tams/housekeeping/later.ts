/** How much later, in milliseconds, the purge runs. */
export const LATER = 8 * 86_400_000;
