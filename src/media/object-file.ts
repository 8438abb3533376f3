import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where the objects' files lie in a media folder, each in one of 4,096 folders: a million objects make a few hundred names in each. */
export const OBJECTS_FOLDER = 'objects';

/** The name of an object's file: an id never becomes a path. */
export function objectName(objectId: string): string {
  return createHash('sha256').update(objectId).digest('hex');
}

/** The folder of a file of this name, in the folder of all objects. */
export function objectFolder(objects: string, name: string): string {
  return join(objects, name.slice(0, 3));
}
