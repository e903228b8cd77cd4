import { createHmac, randomBytes } from "node:crypto";

/** A fresh key for `keyedHash`, as hexadecimal text. */
export function newHashKey(): string {
  return randomBytes(32).toString("hex");
}

/**
 * A one-way name for a path: the first 16 hexadecimal digits of its HMAC-SHA-256. Without the key, which
 * stays on this machine, nobody can tell whether two logs speak of the same file.
 */
export function keyedHash(keyHex: string): (text: string) => string {
  const key = Buffer.from(keyHex, "hex");
  return (text) => createHmac("sha256", key).update(text).digest("hex").slice(0, 16);
}
