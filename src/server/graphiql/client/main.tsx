import './workers';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import { EXAMPLES } from '../examples';
import { fetcherFor } from './fetcher';
import './page.css';

const root = document.getElementById('graphiql');
if (!root?.dataset.endpoint) throw new Error('The page does not name the GraphQL endpoint.');
const fetcher = fetcherFor(new URL(root.dataset.endpoint, document.baseURI));

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={EXAMPLES.map(({ query, variables }) => ({ query, variables }))}
    defaultEditorToolsVisibility="variables"
  >
    <GraphiQL.Logo>
      <a className="product" href="./">
        tams-graph
      </a>
    </GraphiQL.Logo>
    <GraphiQL.Footer>
      <nav className="links" aria-label="Documentation">
        <a href="./">This gateway</a>
        <a href="https://graphql.org/learn/queries/" target="_blank" rel="noreferrer">
          Writing queries
        </a>
        <a href="https://github.com/bbc/tams" target="_blank" rel="noreferrer">
          The TAMS specification
        </a>
      </nav>
    </GraphiQL.Footer>
  </GraphiQL>,
);
