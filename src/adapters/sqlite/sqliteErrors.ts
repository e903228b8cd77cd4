/** Primary result code of an SQLite error; undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (error instanceof Error && "errcode" in error && typeof error.errcode === "number") {
    return error.errcode & 0xff;
  }
  return undefined;
}

/** SQLITE_CORRUPT or SQLITE_NOTADB: the file cannot be read as a database. */
export function isCorruption(error: unknown): boolean {
  const code = resultCode(error);
  return code === 11 || code === 26;
}
