const headBytes = 256 * 1024;
const tailBytes = 256 * 1024;

/** Gathers what a program prints; the middle of a long output is dropped, so that memory stays bounded. */
export class CappedOutput {
  readonly #head: Buffer[] = [];
  readonly #tail: Buffer[] = [];
  #headSize = 0;
  #tailSize = 0;
  #totalBytes = 0;

  get totalBytes(): number {
    return this.#totalBytes;
  }

  add(chunk: Buffer): void {
    this.#totalBytes += chunk.length;
    const room = headBytes - this.#headSize;
    if (room > 0) {
      this.#head.push(chunk.subarray(0, room));
      this.#headSize += Math.min(room, chunk.length);
    }
    if (chunk.length > room) {
      const rest = chunk.subarray(Math.max(0, room));
      this.#tail.push(rest);
      this.#tailSize += rest.length;
      while (this.#tailSize - (this.#tail[0]?.length ?? 0) >= tailBytes) {
        this.#tailSize -= this.#tail.shift()?.length ?? 0;
      }
    }
  }

  bytes(): Buffer {
    const dropped = this.#totalBytes - this.#headSize - this.#tailSize;
    const mark = dropped > 0 ? [Buffer.from(`\n[… ${dropped} bytes left out …]\n`)] : [];
    return Buffer.concat([...this.#head, ...mark, ...this.#tail]);
  }
}
