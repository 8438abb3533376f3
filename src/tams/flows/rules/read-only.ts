import { TamsError } from '../../errors';
import type { Flow } from '../../model';

/**
 * A read-only flow refuses every change of its metadata, segments and media, its replacement even by a document that
 * unlocks it (RO1), the removal of its label (RO2) and its deletion (RO3). Only `read_only` itself can be written.
 * (TAMS 7.0, flow read_only; SEMANTICS 11)
 * @throws TamsError `FlowReadOnly`
 */
export function flowIsWritable(flow: Pick<Flow, 'id' | 'readOnly'>): void {
  if (flow.readOnly) throw new TamsError('FlowReadOnly', `${flow.id}; set its readOnly to false first`);
}
