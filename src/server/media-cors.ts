import type { FastifyReply, FastifyRequest } from 'fastify';

/** The methods of `/media/*`, for `Allow` and for CORS. */
export const MEDIA_METHODS = 'GET, HEAD, PUT, OPTIONS';

/**
 * CORS headers of the media data plane (H29): GET, HEAD and PUT from the allowed origins, no credentials mode, and the
 * headers that a player needs to see.
 * @param origins `*`, or the allowed origins
 */
export function allowCrossOrigin(
  origins: '*' | readonly string[],
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    const { origin } = request.headers;
    if (origins === '*') {
      void reply.header('access-control-allow-origin', '*');
    } else {
      void reply.header('vary', 'Origin');
      if (origin === undefined || !origins.includes(origin)) return;
      void reply.header('access-control-allow-origin', origin);
    }
    void reply.header('access-control-expose-headers', 'Content-Range, Accept-Ranges, ETag, Content-Length');
  };
}

/** Answers a preflight, or a plain OPTIONS: 204, without authentication. */
export async function answerPreflight(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return reply
    .code(204)
    .headers({
      allow: MEDIA_METHODS,
      'access-control-allow-methods': 'GET, HEAD, PUT',
      'access-control-allow-headers': 'Authorization, Content-Type, Range, If-Range, If-None-Match',
      'access-control-max-age': '86400',
    })
    .send();
}
