/**
 * Variables that build tools and runtimes need. Everything else, keys and tokens of the user's shell
 * included, stays behind.
 */
const allowed = new Set(
  (
    "PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ USERPROFILE HOMEDRIVE HOMEPATH SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC " +
    "PATHEXT PROGRAMFILES PROGRAMFILES(X86) PROGRAMDATA APPDATA LOCALAPPDATA NUMBER_OF_PROCESSORS " +
    "PROCESSOR_ARCHITECTURE OS JAVA_HOME M2_HOME MAVEN_HOME GRADLE_HOME GRADLE_USER_HOME PYENV_ROOT PYENV_VERSION " +
    "VIRTUAL_ENV CONDA_PREFIX NVM_DIR VOLTA_HOME FNM_DIR SDKMAN_DIR CC CXX LD_LIBRARY_PATH DYLD_LIBRARY_PATH " +
    "VCINSTALLDIR VSINSTALLDIR INCLUDE LIB LIBPATH XDG_CACHE_HOME"
  ).split(" "),
);

/** The allowed part of `env`, with temporary files sent to `temporaryDir` and colours switched off. */
export function cleanEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  temporaryDir: string,
): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (allowed.has(upper) || upper.startsWith("LC_"))) {
      clean[name] = value;
    }
  }
  return {
    ...clean,
    ...locale(clean),
    TMPDIR: temporaryDir,
    TEMP: temporaryDir,
    TMP: temporaryDir,
    NO_COLOR: "1",
    FORCE_COLOR: "0",
    CI: "1",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/** Without a locale Java and others read names of tests and files that are not ASCII as question marks. */
function locale(env: Readonly<Record<string, string>>): Record<string, string> {
  const chosen = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => (value ?? "") !== "");
  return chosen === undefined || chosen === "C" || chosen === "POSIX" ? { LC_ALL: "C.UTF-8" } : {};
}
