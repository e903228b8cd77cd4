/**
 * Brings in the real test runners that the matrix of generated tests needs: Debian packages as root, npm
 * packages into the cache folder. What cannot be had is named, and so is whether it should have been: the tests that
 * need it then fail or, on a system without these packages, are left out aloud.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureCacheFolder } from "./cacheFolder.mjs";
import { withInstallLock } from "./installLock.mjs";
import { runCommand, runNpmQuietly } from "./runCommand.mjs";

/** Exact versions: what the matrix says was found with these. */
const NPM_PACKAGES = { vitest: "3.2.4", jest: "30.5.2", mocha: "12.0.3", prettier: "3.6.2" };

/** @type {readonly { name: string, isThere: () => boolean | Promise<boolean> }[]} */
const DEBIAN_PACKAGES = [
  {
    name: "python3-pytest",
    isThere: async () => await succeeds("/usr/bin/python3", ["-m", "pytest", "--version"]),
  },
  { name: "default-jdk-headless", isThere: () => succeeds("javac", ["-version"]) },
  { name: "maven", isThere: () => succeeds("mvn", ["--version"]) },
  { name: "junit4", isThere: () => existsSync("/usr/share/maven-repo/junit/junit/4.x/junit-4.x.jar") },
  {
    name: "junit5",
    isThere: () =>
      existsSync("/usr/share/maven-repo/org/junit/jupiter/junit-jupiter/5.9.2") ||
      existsSync("/usr/share/maven-repo/org/junit/jupiter/junit-jupiter/debian"),
  },
  { name: "testng", isThere: () => existsSync("/usr/share/maven-repo/org/testng/testng") },
  {
    name: "libsurefire-java",
    isThere: () => existsSync("/usr/share/maven-repo/org/apache/maven/plugins/maven-surefire-plugin"),
  },
  {
    name: "libmaven-compiler-plugin-java",
    isThere: () => existsSync("/usr/share/maven-repo/org/apache/maven/plugins/maven-compiler-plugin"),
  },
  {
    name: "libmaven-resources-plugin-java",
    isThere: () => existsSync("/usr/share/maven-repo/org/apache/maven/plugins/maven-resources-plugin"),
  },
  {
    name: "gradle",
    isThere: () => existsSync("/usr/share/gradle/bin/gradle") || succeeds("gradle", ["--version"]),
  },
  { name: "cmake", isThere: () => succeeds("cmake", ["--version"]) },
  { name: "g++", isThere: () => succeeds("g++", ["--version"]) },
  { name: "libgtest-dev", isThere: () => existsSync("/usr/include/gtest/gtest.h") },
  {
    name: "catch2",
    isThere: () =>
      existsSync("/usr/include/catch2/catch.hpp") || existsSync("/usr/include/catch2/catch_test_macros.hpp"),
  },
];

/**
 * @param {{ onProgress?: (text: string) => void }} [options]
 * @returns {Promise<{ nodeModules: string, missing: string[], canInstall: boolean }>} folder of the npm packages, the
 *   names of what could not be had, and whether this system is one where it is installed
 */
export async function ensureTestTools({ onProgress = () => {} } = {}) {
  const missing = await ensureDebianPackages(onProgress);
  const folder = join(ensureCacheFolder(), "test-runners");
  try {
    await ensureNpmPackages(folder, onProgress);
  } catch (error) {
    onProgress(`test runners: ${error instanceof Error ? error.message : String(error)}`);
    missing.push(...Object.keys(NPM_PACKAGES));
  }
  const canInstall = canInstallPackages();
  if (missing.length > 0)
    onProgress(
      canInstall
        ? `test runners: could not be installed: ${missing.join(", ")}`
        : `test runners: not on this machine, and Debian packages are only installed as root: ${missing.join(", ")}. ` +
            "The tests that need them are left out.",
    );
  return { nodeModules: join(folder, "node_modules"), missing, canInstall };
}

/** @param {(text: string) => void} onProgress */
async function ensureDebianPackages(onProgress) {
  const absent = [];
  for (const { name, isThere } of DEBIAN_PACKAGES) if (!(await isThere())) absent.push(name);
  if (absent.length === 0) return [];
  if (canInstallPackages()) {
    onProgress(`test runners: installing ${absent.join(", ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const apt = (/** @type {string[]} */ ...args) =>
      runCommand("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], { capture: true, env });
    await apt("update", "-qq");
    // One that cannot be had must not take the others with it.
    if ((await apt("install", "-y", "--no-install-recommends", ...absent)).code !== 0) {
      for (const name of absent) await apt("install", "-y", "--no-install-recommends", name);
    }
  }
  const missing = [];
  for (const { name, isThere } of DEBIAN_PACKAGES)
    if (absent.includes(name) && !(await isThere())) missing.push(name);
  return missing;
}

function canInstallPackages() {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/**
 * @param {string} folder
 * @param {(text: string) => void} onProgress
 */
async function ensureNpmPackages(folder, onProgress) {
  const marker = join(folder, "installed.json");
  const wanted = JSON.stringify(NPM_PACKAGES);
  const isThere = () => existsSync(marker) && readFileSync(marker, "utf8") === wanted;
  if (isThere()) return;
  await withInstallLock(
    `${folder}.lock`,
    async () => {
      if (isThere()) return;
      onProgress("test runners: installing vitest, jest, mocha and prettier");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
      const names = Object.entries(NPM_PACKAGES).map(([name, version]) => `${name}@${version}`);
      await runNpmQuietly(["install", "--save-exact", ...names], { cwd: folder });
      writeFileSync(marker, wanted);
    },
    () => onProgress("test runners: waiting for another run that is installing them"),
  );
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function succeeds(command, args) {
  return (await runCommand(command, args, { capture: true, timeoutMs: 60_000 })).code === 0;
}
