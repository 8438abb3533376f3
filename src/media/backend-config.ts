import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { MediaError } from './errors';
import type { S3Credentials } from './sigv4';
import type { StorageBackend } from './store';

/** The form of a storage backend's id: a lower-case UUID, version 1 to 5. */
export const BACKEND_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const text = z.string().min(1).max(255);

const described = {
  id: z.string().regex(BACKEND_ID, 'must be a lower-case UUID of version 1 to 5'),
  label: text.regex(/^[^,]*$/, 'may not have commas, or clients could not choose it'),
  store_type: z.literal('http_object_store'),
  provider: text,
  store_product: text,
  region: text.optional(),
  availability_zone: text.optional(),
  default_storage: z.boolean().default(false),
};

const FileEntry = z.strictObject({ ...described, kind: z.literal('file') });

const S3Entry = z
  .strictObject({
    ...described,
    kind: z.literal('s3'),
    endpoint: z.string().transform((value, context) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      if (url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url;
      context.addIssue({ code: 'custom', message: 'must be an http or https URL of a host and port alone' });
      return z.NEVER;
    }),
    bucket: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,62}$/, 'must be the name of an S3 bucket'),
    region: text,
    path_style: z.boolean().default(false),
    access_key_id_env: text.optional(),
    secret_access_key_env: text.optional(),
    credentials_file: text.optional(),
  })
  .refine(
    (entry) => (entry.access_key_id_env === undefined) === (entry.secret_access_key_env === undefined),
    {
      error: 'needs access_key_id_env and secret_access_key_env together',
    },
  )
  .refine((entry) => (entry.access_key_id_env === undefined) !== (entry.credentials_file === undefined), {
    error: 'needs either access_key_id_env and secret_access_key_env, or credentials_file',
  });

const Entries = z
  .array(z.discriminatedUnion('kind', [FileEntry, S3Entry]))
  .min(1)
  .max(100)
  .superRefine((entries, context) => {
    const complain = (index: number, key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [index, key], message });
    entries.forEach((entry, index) => {
      const before = entries.slice(0, index);
      if (before.some((other) => other.id === entry.id)) complain(index, 'id', 'is used twice');
      if (before.some((other) => other.label === entry.label)) complain(index, 'label', 'is used twice');
      if (entry.default_storage && before.some((other) => other.default_storage)) {
        complain(index, 'default_storage', 'is set on more than one backend');
      }
      if (entry.kind === 'file' && before.some((other) => other.kind === 'file')) {
        complain(index, 'kind', 'is "file" on more than one backend');
      }
    });
  });

/** One configured backend, checked. */
export type BackendEntry = z.infer<typeof Entries>[number];
/** A configured backend that is an S3-compatible store. */
export type S3BackendEntry = z.infer<typeof S3Entry>;

const Credentials = z.strictObject({ access_key_id: text, secret_access_key: z.string().min(1).max(1024) });

/** What clients may see of an entry. */
export function describeBackend(entry: BackendEntry): StorageBackend {
  return {
    id: entry.id,
    label: entry.label,
    storeType: entry.store_type,
    provider: entry.provider,
    storeProduct: entry.store_product,
    region: entry.region ?? null,
    availabilityZone: entry.availability_zone ?? null,
    isDefault: entry.default_storage,
  };
}

/**
 * Reads the storage backends file: a JSON array with one object for each backend (see README.md).
 * @throws MediaError `BadConfiguration`, naming the file and the value.
 */
export async function readBackendEntries(file: string): Promise<BackendEntry[]> {
  return parsed(Entries, file, 'storage backends file');
}

/**
 * The keys of an S3 entry, from the environment or from its credentials file (relative to the backends file).
 * @throws MediaError `BadConfiguration`, naming what is missing, never what is there.
 */
export async function readCredentials(
  entry: S3BackendEntry,
  backendsFile: string,
  env: NodeJS.ProcessEnv,
): Promise<S3Credentials> {
  if (entry.credentials_file !== undefined) {
    const file = resolve(dirname(backendsFile), entry.credentials_file);
    const keys = await parsed(Credentials, file, 'credentials file');
    return { accessKeyId: keys.access_key_id, secretAccessKey: keys.secret_access_key };
  }
  const variable = (name = '') => {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
    throw new MediaError(
      'BadConfiguration',
      `The storage backend "${entry.label}" needs the environment variable ${name}, which is not set.`,
    );
  };
  return {
    accessKeyId: variable(entry.access_key_id_env),
    secretAccessKey: variable(entry.secret_access_key_env),
  };
}

async function parsed<T>(schema: z.ZodType<T>, file: string, what: string): Promise<T> {
  const bad = (why: string) => new MediaError('BadConfiguration', `The ${what} ${file} ${why}`);
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    throw bad(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`);
  });
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    // The parser's own message quotes the text around the mistake, which may be a key.
    throw bad('is not JSON.');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, 5).map((issue) => `${pathText(issue.path)}: ${issue.message}`);
  throw bad(`is not right: ${faults.join('; ')}.`);
}

function pathText(path: readonly PropertyKey[]): string {
  const joined = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return joined === '' ? 'the whole' : joined;
}
