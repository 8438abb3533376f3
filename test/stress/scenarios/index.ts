import type { Scenario } from '../scenario';
import { cache } from './cache';
import { churn } from './churn';
import { endpoints } from './endpoints';
import { feeds } from './feeds';
import { large } from './large';
import { mixed } from './mixed';
import { overload } from './overload';
import { queries } from './queries';
import { soak } from './soak';

/** All of them, in the order in which they are played. */
export const SCENARIOS: readonly Scenario[] = [
  queries,
  mixed,
  overload,
  cache,
  feeds,
  churn,
  endpoints,
  soak,
  large,
];
