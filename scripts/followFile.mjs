import { closeSync, openSync, readSync } from "node:fs";

const INTERVAL_MS = 100;

/**
 * Hands on what another process appends to a file, which need not exist yet.
 * @param {string} path
 * @param {(text: string) => void} onText
 * @returns {() => void} reads the rest and stops
 */
export function followFile(path, onText) {
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(64 * 1024);
  let position = 0;
  const read = () => {
    let file;
    try {
      file = openSync(path, "r");
    } catch {
      return;
    }
    try {
      for (;;) {
        const count = readSync(file, buffer, 0, buffer.length, position);
        if (count === 0) return;
        position += count;
        onText(decoder.decode(buffer.subarray(0, count), { stream: true }));
      }
    } finally {
      closeSync(file);
    }
  };
  const timer = setInterval(read, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    read();
  };
}
