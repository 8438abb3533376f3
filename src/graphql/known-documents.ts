import type { DocumentNode } from 'graphql';

/** Of the texts kept: their trees take some hundred times as many bytes. */
const CHARACTERS_AT_MOST = 200_000;

/** Documents that Apollo Server has parsed and validated, by their text; the least recently used are let go. */
export class KnownDocuments {
  private readonly documents = new Map<string, DocumentNode>();
  private characters = 0;

  add(text: string, document: DocumentNode): void {
    if (text.length > CHARACTERS_AT_MOST || this.documents.has(text)) return;
    this.documents.set(text, document);
    this.characters += text.length;
    for (const oldest of this.documents.keys()) {
      if (this.characters <= CHARACTERS_AT_MOST) break;
      this.documents.delete(oldest);
      this.characters -= oldest.length;
    }
  }

  get(text: string): DocumentNode | undefined {
    const document = this.documents.get(text);
    if (document) {
      this.documents.delete(text);
      this.documents.set(text, document);
    }
    return document;
  }
}
