import type { TamsStore } from '../store';
import { SCOPES, type Scope } from './caller';

/** What of a store is not for callers: its own works, and what they stand on. */
type OfTheStore = 'context' | 'replica' | 'deletionWorker' | 'deliveryWorker' | 'housekeeping' | 'as';

/** The services that callers reach. */
export type ServiceName = Exclude<keyof TamsStore, OfTheStore>;

/** One scope of these is needed. */
type Need = readonly Scope[];

type Permissions = {
  readonly [Name in ServiceName]: { readonly [Method in keyof TamsStore[Name]]: Need };
};

const ANY: Need = SCOPES;
const READ: Need = ['read'];
const WRITE: Need = ['write'];
const DELETE: Need = ['delete'];
const ADMIN: Need = ['admin'];
/** What an answer to a write shows of what was written. The entity itself can only be named by who has it. */
const WRITTEN: Need = ['read', 'write'];

/**
 * What each method of each service needs (A4). One that is not here does not compile, and cannot be called by anybody.
 * Undoing a deletion is a write: it adds what could be added by writes, and removes nothing.
 */
export const PERMISSIONS: Permissions = {
  sources: {
    byIds: READ,
    list: READ,
    count: READ,
    tagsOf: READ,
    collectionsOf: READ,
    collectorsOf: READ,
    update: WRITE,
  },
  flows: {
    byIds: READ,
    documentText: READ,
    formatOf: WRITE,
    list: READ,
    count: READ,
    listOfSources: READ,
    countOfSources: READ,
    tagsOf: WRITTEN,
    collectionsOf: WRITTEN,
    collectorsOf: WRITTEN,
    put: WRITE,
    update: WRITE,
    delete: DELETE,
    restore: WRITE,
  },
  segments: {
    ofFlows: READ,
    listed: READ,
    at: READ,
    timerangesOf: READ,
    ofObjects: READ,
    urlsOf: READ,
    add: WRITE,
    delete: DELETE,
    restore: WRITE,
  },
  coverage: { ofFlows: READ, ofSources: READ },
  objects: {
    byIds: READ,
    flowsOf: READ,
    allocate: WRITE,
    admitUpload: WRITE,
    uploaded: WRITE,
    readable: READ,
  },
  service: { get: ANY, update: ADMIN },
  webhooks: { list: READ, put: WRITE, delete: WRITE, replay: WRITE, deliveriesOf: WRITTEN },
  feeds: { placeOf: READ, placeAt: READ, reach: READ, cursor: READ, events: READ, segmentChanges: READ },
  liveEdges: { ofFlows: READ, ofSources: READ, changes: READ },
  deletions: { byIds: READ, list: READ, unfinished: READ },
  administration: {
    tables: ADMIN,
    projections: ADMIN,
    columnStatistics: ADMIN,
    tableCache: ADMIN,
    deletedFlows: ADMIN,
    deletedSegments: ADMIN,
    endpoints: ADMIN,
  },
  performance: { summary: ADMIN, table: ADMIN, slowQueries: ADMIN, metrics: ANY },
  analytics: { look: READ, export: READ, startRebuild: ADMIN },
};
