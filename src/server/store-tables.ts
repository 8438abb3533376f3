import { AUTH_TABLES } from '../auth/tables';
import { EVENT_TABLES } from '../events/events-table';
import { MODEL_TABLES } from '../tams/tables';

/** Every table of a store: a gateway creates them, endpoints read them. */
export const STORE_TABLES = [...MODEL_TABLES, ...EVENT_TABLES, ...AUTH_TABLES];
