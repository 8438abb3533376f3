import type { FastifyInstance } from 'fastify';
import type { Config } from './config';
import { PAGE_HEADERS } from './page-headers';
import { VERSION } from './version';

/** `/`: what this is and where to go, for people who open the address in a browser. */
export function homePage(app: FastifyInstance, config: Config): void {
  const explorer = config.explorer
    ? '<li><a href="/graphiql">GraphiQL</a>: write and run queries here</li>'
    : '';
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>tams-graph</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}code{background:#8882;padding:0 .3em}</style>
<h1>tams-graph ${VERSION}</h1>
<p>A GraphQL gateway to a Time-addressable Media Store.</p>
<ul>
${explorer}
<li><code>POST /graphql</code>: the graph</li>
<li><code>${config.restPath}</code>: the REST API of TAMS 7.0, <a href="${config.restPath}/docs">described here</a></li>
<li><code>/media/…</code>: media objects, by the URLs that the graph and the REST API hand out</li>
<li><a href="/livez">/livez</a>, <a href="/readyz">/readyz</a>: health</li>
</ul>
</html>
`;
  app.get('/', (_request, reply) => reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page));
}
