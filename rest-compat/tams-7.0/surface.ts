import { SCOPES, type Scope } from '../../src/tams/access/caller';
import type { AnyHandler, Handlers, OperationSpec } from '../layer/operation';
import type { Surface } from '../layer/listener';
import type { operations } from './generated/contract';
import { OPERATIONS, type OperationId } from './generated/operations';
import { deletions } from './handlers/deletions';
import { flowProperties } from './handlers/flow-properties';
import { flows } from './handlers/flows';
import { objects } from './handlers/objects';
import { segments } from './handlers/segments';
import { service } from './handlers/service';
import { sources } from './handlers/sources';

/** One for each operation: a missing one does not compile, and neither does one too many where it is written. */
const HANDLERS: Handlers<operations, OperationId> = {
  ...service,
  ...sources,
  ...flows,
  ...flowProperties,
  ...segments,
  ...objects,
  ...deletions,
};

/** What operations need whose method does not tell it (A4). */
const OWN_SCOPES: Partial<Record<OperationId, readonly Scope[]>> = {
  GET_root: SCOPES,
  GET_service: SCOPES,
  'GET_storage-backends': SCOPES,
  POST_service: ['admin'],
  'DELETE_flows-flowId': ['delete'],
  'DELETE_flows-flowId-segments': ['delete'],
};

const scopesOf = (id: string, { method }: OperationSpec): readonly Scope[] =>
  OWN_SCOPES[id as OperationId] ?? [method === 'GET' ? 'read' : 'write'];

const MIB = 1_048_576;

/** TAMS 7.0, with what its document leaves open. */
export const TAMS_7_0: Surface = {
  operations: OPERATIONS,
  handlers: HANDLERS as unknown as Readonly<Record<OperationId, AnyHandler>>,
  scopesOf,
  // A mistyped `timerange` there would delete everything (H21).
  strictQueries: ['DELETE_flows-flowId-segments'] satisfies OperationId[],
  // The document's own examples of object ids hold slashes (H7).
  restParameters: ['objectId'],
  maxBody: MIB,
  largeBodies: ['POST_flows-flowId-segments'] satisfies OperationId[],
};
