import type * as sqlite from "node:sqlite";

/**
 * Node's own SQLite, loaded when first needed. Node 22 and 24 warn on standard error that the module is
 * experimental; that line says nothing to a user of an editor, so it alone is held back while loading.
 */
export function loadSqlite(): typeof sqlite {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    const text = typeof warning === "string" ? warning : warning.message;
    if (!text.startsWith("SQLite is an experimental feature")) {
      (emitWarning as (warning: string | Error, ...rest: unknown[]) => void)(warning, ...rest);
    }
  };
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
