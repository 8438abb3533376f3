import type { AnyHandler, Handlers } from '../layer/operation';
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

const MIB = 1_048_576;

/** TAMS 7.0, with what its document leaves open. */
export const TAMS_7_0: Surface = {
  operations: OPERATIONS,
  handlers: HANDLERS as unknown as Readonly<Record<OperationId, AnyHandler>>,
  // A mistyped `timerange` there would delete everything (H21).
  strictQueries: ['DELETE_flows-flowId-segments'] satisfies OperationId[],
  // The document's own examples of object ids hold slashes (H7).
  restParameters: ['objectId'],
  maxBody: MIB,
  largeBodies: ['POST_flows-flowId-segments'] satisfies OperationId[],
};
