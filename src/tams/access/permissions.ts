import type { TamsStore } from '../store';
import { SCOPES, type Scope } from './caller';
import { FLOW, FLOWS, FREE, ITSELF, ofFlow, OWNS_NOTHING, refused, SOURCES, type Within } from './within';

/** What of a store is not for callers: its own works, and what they stand on. */
type OfTheStore = 'context' | 'replica' | 'deletionWorker' | 'deliveryWorker' | 'housekeeping' | 'as';

/** The services that callers reach. */
export type ServiceName = Exclude<keyof TamsStore, OfTheStore>;

/** One scope of these is needed. */
type Need = readonly Scope[];

/** What a method needs, and how who sees a part of the store asks it. */
export type Permission = readonly [Need, Within];

type Permissions = {
  readonly [Name in ServiceName]: { readonly [Method in keyof TamsStore[Name]]: Permission };
};

const ANY: Need = SCOPES;
const READ: Need = ['read'];
const WRITE: Need = ['write'];
const DELETE: Need = ['delete'];
/** What an answer to a write shows of what was written. The entity itself can only be named by who has it. */
const WRITTEN: Need = ['read', 'write'];
const NEVER = refused('this concerns the whole store');
const ADMIN: Permission = [['admin'], NEVER];

/**
 * What each method of each service needs (A4), and how it is asked within limits. One that is not here does not compile, and
 * cannot be called by anybody. Undoing a deletion is a write: it adds what could be added by writes, and removes nothing.
 */
export const PERMISSIONS: Permissions = {
  sources: {
    byIds: [READ, SOURCES],
    list: [READ, ITSELF],
    count: [READ, ITSELF],
    tagsOf: [READ, SOURCES],
    collectionsOf: [READ, SOURCES],
    collectorsOf: [READ, SOURCES],
    update: [WRITE, ITSELF],
  },
  flows: {
    byIds: [READ, FLOWS],
    documentText: [READ, FLOW],
    formatOf: [WRITE, ofFlow(0)],
    list: [READ, ITSELF],
    count: [READ, ITSELF],
    listOfSources: [READ, SOURCES],
    countOfSources: [READ, SOURCES],
    tagsOf: [WRITTEN, FLOWS],
    collectionsOf: [WRITTEN, FLOWS],
    collectorsOf: [WRITTEN, FLOWS],
    put: [WRITE, ITSELF],
    update: [WRITE, ITSELF],
    delete: [DELETE, ofFlow(1)],
    restore: [WRITE, ITSELF],
  },
  segments: {
    ofFlows: [READ, FLOWS],
    listed: [READ, FLOW],
    at: [READ, FLOWS],
    timerangesOf: [READ, FLOWS],
    ofObjects: [READ, ITSELF],
    // Of segments that were read: that they are seen was asked then.
    urlsOf: [READ, FREE],
    add: [WRITE, ofFlow(1)],
    delete: [DELETE, ofFlow(1)],
    restore: [WRITE, ofFlow(1)],
  },
  coverage: { ofFlows: [READ, FLOWS], ofSources: [READ, SOURCES] },
  objects: {
    byIds: [READ, ITSELF],
    flowsOf: [READ, ITSELF],
    allocate: [WRITE, ofFlow(1)],
    // Uploads come by signed URLs, which stand for whoever was given them.
    admitUpload: [WRITE, NEVER],
    uploaded: [WRITE, NEVER],
    readable: [READ, ITSELF],
  },
  service: { get: [ANY, FREE], update: ADMIN },
  webhooks: {
    list: [READ, OWNS_NOTHING],
    put: [WRITE, refused('webhooks outlive credentials: register them with some that have no limits')],
    delete: [WRITE, OWNS_NOTHING],
    replay: [WRITE, OWNS_NOTHING],
    deliveriesOf: [WRITTEN, NEVER],
  },
  feeds: {
    placeOf: [READ, FREE],
    placeAt: [READ, FREE],
    reach: [READ, FREE],
    cursor: [READ, FREE],
    events: [READ, ITSELF],
    segmentChanges: [READ, ITSELF],
  },
  liveEdges: { ofFlows: [READ, FLOWS], ofSources: [READ, SOURCES], changes: [READ, ITSELF] },
  deletions: { byIds: [READ, ITSELF], list: [READ, ITSELF], unfinished: [READ, NEVER] },
  administration: {
    tables: ADMIN,
    projections: ADMIN,
    columnStatistics: ADMIN,
    tableCache: ADMIN,
    deletedFlows: ADMIN,
    deletedSegments: ADMIN,
    endpoints: ADMIN,
  },
  performance: { summary: ADMIN, table: ADMIN, slowQueries: ADMIN, metrics: [ANY, NEVER] },
  analytics: { look: [READ, ITSELF], export: [READ, ITSELF], startRebuild: ADMIN },
};
