/**
 * The keys of one form's requests. The same contents are sent under the same key, so that a second try after a lost
 * answer makes nothing twice; other contents are another request.
 */
export class IdempotencyKeys {
  #last: { contents: string; key: string } | null = null;

  of(body: unknown): string {
    const contents = JSON.stringify(body);
    if (this.#last?.contents !== contents) this.#last = { contents, key: newKey() };
    return this.#last.key;
  }
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
