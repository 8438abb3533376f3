const STREAM = 'text/event-stream';
const JSON_TYPE = 'application/json';

/**
 * Whether a client asks for Server-Sent Events: it names their type, and wants JSON no more than that. Wildcards ask for
 * nothing in particular, so that a plain `curl` gets an answer that ends.
 */
export function wantsStream(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const wish = qualities(accept);
  const stream = wish.get(STREAM) ?? 0;
  return stream > 0 && stream >= (wish.get(JSON_TYPE) ?? 0);
}

/** What the header says of each type (RFC 9110, 12.5.1); a quality that is no number counts as 1. */
function qualities(accept: string): Map<string, number> {
  return new Map(
    accept.split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
      return [type, Number.isNaN(quality) ? 1 : quality];
    }),
  );
}
