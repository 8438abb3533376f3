import { TamsError } from '../../errors';
import type { ContentFormat, Flow, Source } from '../../model';

/**
 * The format of an existing flow cannot change; all else can (F5; TAMS 7.0, PUT flow).
 * @throws TamsError `FormatChanged`
 */
export function formatIsFixed(stored: Flow, format: ContentFormat): void {
  if (stored.format !== format)
    throw new TamsError('FormatChanged', `${stored.id} is ${stored.format}, not ${format}`);
}

/**
 * A flow has the format of its source (SO2; TAMS 7.0, sources).
 * @throws TamsError `FormatMismatch`
 */
export function sourceFormatMatches(source: Source, format: ContentFormat): void {
  if (source.format !== format)
    throw new TamsError('FormatMismatch', `source ${source.id} is ${source.format}, the flow is ${format}`);
}
