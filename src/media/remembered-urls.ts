import { LRUCache } from 'lru-cache';

/** Signed URLs that are kept: about 20 MB of them. */
const MOST = 50_000;

/**
 * URLs that were signed in the current window. An object's URL stays the same for half an hour, and players and live feeds
 * list the same segments again and again: signing is most of what a page of URLs costs.
 */
export class RememberedUrls {
  private readonly urls = new LRUCache<string, string>({ max: MOST });
  private window = NaN;

  /**
   * One URL for each id, in order.
   * @param window when it began: URLs of another are forgotten
   * @param sign makes a URL that is not known
   */
  of(objectIds: readonly string[], window: number, sign: (objectId: string) => string): string[] {
    if (window !== this.window) {
      this.urls.clear();
      this.window = window;
    }
    return objectIds.map((id) => {
      const known = this.urls.get(id);
      if (known !== undefined) return known;
      const url = sign(id);
      this.urls.set(id, url);
      return url;
    });
  }
}
