import type { RequestListener } from 'node:http';
import { eventFeed } from '../../rest-compat/feed/listener';
import { answerOf, RestError } from '../../rest-compat/layer/errors';
import { restListener, type Admit } from '../../rest-compat/layer/listener';
import { TAMS_7_0 } from '../../rest-compat/tams-7.0/surface';
import { TamsError } from '../tams/errors';
import { baseUrls } from './base-url';
import { eventMechanisms } from './event-mechanisms';
import { headersOfRefusal, type Gate } from './gate';
import type { HttpServerOptions } from './http';
import type { RequestMetrics } from './metrics/request-metrics';

export interface RestApi {
  /** Whether a request's URL, as it came, is the REST API's. Its reference for people is not. */
  readonly serves: (url: string) => boolean;
  readonly listener: RequestListener;
  /** From now on connections end with their answer, and feeds end. */
  readonly drain: () => void;
}

/** TAMS 7.0 below its base path, and the event feed beside it, apart from everything that Fastify serves. */
export function restApi(
  { config, log, store }: HttpServerOptions,
  gate: Gate,
  metrics: RequestMetrics,
): RestApi {
  const base = config.restPath;
  // What TAMS does not have is not put among its paths.
  const extension = `${base}-ext`;
  const common = {
    store,
    admit: admitBy(gate),
    baseUrlOf: baseUrls(config.publicUrl, config.trustProxy),
    corsOrigins: config.corsOrigins,
    log,
  };
  const api = restListener({
    ...common,
    surface: TAMS_7_0,
    basePath: base,
    maxBody: config.maxBody,
    onAnswer: metrics.restAnswered,
    eventMechanisms: (baseUrl) => eventMechanisms(`${extension}/events`, baseUrl),
  });
  const feed = eventFeed({ ...common, basePath: extension, maxFeeds: config.maxFeeds });
  let draining = false;
  const logsAll = log.isLevelEnabled('debug');
  return {
    serves: (url) => (isBelow(url, base) && !isBelow(url, `${base}/docs`)) || isBelow(url, extension),
    drain: () => {
      draining = true;
      feed.drain();
    },
    listener: (request, response) => {
      if (draining) response.setHeader('Connection', 'close');
      if (logsAll) {
        const began = performance.now();
        response.once('close', () => {
          const { method, url = '' } = request;
          const ms = Math.round(performance.now() - began);
          // Query strings hold tokens: they are not logged.
          log.debug({ method, path: url.split('?', 1)[0], status: response.statusCode, ms }, 'request');
        });
      }
      if (!isBelow(request.url ?? '', extension)) {
        api(request, response);
        return;
      }
      const began = performance.now();
      response.once('close', () =>
        metrics.add('rest', 'events', response.statusCode, performance.now() - began),
      );
      feed.listener(request, response);
    },
  };
}

/** The gate for REST, whose refusals carry headers. */
function admitBy(gate: Gate): Admit {
  return (request, response) => {
    try {
      gate.arrive(request);
      const admission = gate.admit(request, response);
      return admission instanceof Promise ? admission.catch(refuse) : admission;
    } catch (error) {
      return refuse(error);
    }
  };
}

function refuse(error: unknown): never {
  const told = error instanceof TamsError ? answerOf(error) : null;
  if (!told) throw error;
  const { type, summary } = told.body;
  throw new RestError(told.status, type, summary, [], headersOfRefusal(error as TamsError));
}

function isBelow(url: string, path: string): boolean {
  if (!url.startsWith(path)) return false;
  const next = url.charCodeAt(path.length);
  return url.length === path.length || next === SLASH || next === QUESTION_MARK;
}

const SLASH = '/'.charCodeAt(0);
const QUESTION_MARK = '?'.charCodeAt(0);
