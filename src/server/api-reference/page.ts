/** The files of the viewer's package that the page loads. */
export const VIEWER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/**
 * The page of the API reference. Nothing is inline, so that its policy need not allow inline scripts, and every address
 * is relative to the page, so that it also works below a path that a proxy strips.
 */
export const REFERENCE_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>tams-graph: TAMS API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="docs/swagger-ui.css">
    <script src="docs/swagger-ui-bundle.js" defer></script>
    <script src="docs/start.js" defer></script>
  </head>
  <body>
    <div id="reference">Loading the reference; it needs JavaScript. The document itself is <a href="docs/openapi.json">openapi.json</a>.</div>
  </body>
</html>
`;

/** Starts the viewer. Its validator is a service elsewhere, so it stays off; so do schemas until someone opens them. */
export const START_SCRIPT = `SwaggerUIBundle({
  url: 'docs/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
`;
