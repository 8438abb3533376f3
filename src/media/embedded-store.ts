import { encodeObjectId } from './percent-encoding';
import type { FileStore } from './file-store';
import { RememberedUrls } from './remembered-urls';
import { MEDIA_PATH, type UrlSigner } from './signed-urls';
import { signingWindow } from './signing-window';
import type { MediaStore, PutRequest, StorageBackend } from './store';

const DELETES_AT_ONCE = 16;

/** The store whose objects this server keeps itself: a folder of files, and URLs under `/media/`. */
export class EmbeddedStore implements MediaStore {
  private readonly remembered = new RememberedUrls();

  /** `publicUrl` gives the origin that clients reach this server by, without a final slash. */
  constructor(
    readonly backend: StorageBackend,
    readonly files: FileStore,
    readonly signer: UrlSigner,
    private readonly publicUrl: () => string,
  ) {}

  putUrl(objectId: string, contentType: string, now: Date): PutRequest {
    const path = this.signer.putPath(objectId, contentType, signingWindow(now).end);
    return { url: this.publicUrl() + path, headers: { 'content-type': contentType } };
  }

  presignedGetUrls(objectIds: readonly string[], now: Date): string[] {
    const origin = this.publicUrl();
    const { start, end } = signingWindow(now);
    const pathOf = this.signer.getPath(end);
    return this.remembered.of(objectIds, start, (id) => origin + pathOf(id));
  }

  plainGetUrl(objectId: string): string {
    return this.publicUrl() + MEDIA_PATH + encodeObjectId(objectId);
  }

  async delete(objectIds: readonly string[]): Promise<void> {
    const waiting = objectIds.values();
    const work = async () => {
      for (const id of waiting) await this.files.delete(id);
    };
    await Promise.all(Array.from({ length: Math.min(DELETES_AT_ONCE, objectIds.length) }, work));
  }
}
