/** What one request may ask for. Each limit has its own error code and message. */
export interface GraphLimits {
  /** Characters of a document. */
  readonly maxDocumentLength: number;
  /** Tokens of a document, so that aliases by the thousand end in the parser. */
  readonly maxTokens: number;
  /** Fields of an operation with its fragments written out. */
  readonly maxFields: number;
  /** Nesting of fields; introspection does not count. */
  readonly maxDepth: number;
  /** Fields of objects in the answer, as estimated. */
  readonly maxCost: number;
  /** Operations of a batched request. */
  readonly maxBatch: number;
  /** Operations under way on one WebSocket connection. */
  readonly maxConnectionSubscriptions: number;
  /** Subscriptions of all clients together. */
  readonly maxSubscriptions: number;
  /** Subscriptions of one principal. */
  readonly maxPrincipalSubscriptions: number;
  /** How long an operation may run. */
  readonly timeoutMs: number;
}

export const DEFAULT_LIMITS: GraphLimits = {
  maxDocumentLength: 100_000,
  maxTokens: 4_000,
  maxFields: 2_000,
  maxDepth: 15,
  maxCost: 100_000,
  maxBatch: 10,
  maxConnectionSubscriptions: 100,
  maxSubscriptions: 5_000,
  maxPrincipalSubscriptions: 5_000,
  timeoutMs: 30_000,
};
