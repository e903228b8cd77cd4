/** Where CMake looks on Linux, macOS and, by `CMAKE_PREFIX_PATH`, wherever it is told. */
const prefixes = ["/usr/local", "/usr", "/opt/homebrew", "/opt/local"];

/**
 * The major version of the Catch2 that CMake would find first: 3 has many headers, 2 only one. Undefined
 * where there is none in the usual places. `exists` takes absolute paths.
 */
export async function findInstalledCatch(
  exists: (path: string) => Promise<boolean>,
  env: Readonly<Record<string, string | undefined>>,
  isWindows: boolean,
): Promise<2 | 3 | undefined> {
  const own = (env["CMAKE_PREFIX_PATH"] ?? "").split(isWindows ? ";" : ":").filter((path) => path !== "");
  for (const prefix of [...own, ...(isWindows ? [] : prefixes)]) {
    const folder = `${prefix.replace(/[\\/]$/, "")}/include/catch2`;
    if (await exists(`${folder}/catch_test_macros.hpp`)) {
      return 3;
    }
    if (await exists(`${folder}/catch.hpp`)) {
      return 2;
    }
  }
  return undefined;
}
