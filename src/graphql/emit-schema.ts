import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printGraphSchema } from './schema';

/** Writes schema/schema.graphql: `npm run generate:schema`. */
writeFileSync(join(process.cwd(), 'schema', 'schema.graphql'), printGraphSchema());
