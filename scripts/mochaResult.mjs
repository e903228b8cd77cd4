import { readFileSync } from "node:fs";

/**
 * What the reporter writes of a run.
 * @typedef {object} MochaResult
 * @property {number} passed
 * @property {number} failed
 * @property {number} pending
 * @property {readonly { title: string, message: string, file: string }[]} failures
 * @property {readonly string[]} retried titles of what passed only when it was tried again
 * @property {Readonly<Record<string, { passed: number, failed: number, pending: number }>>} files counts by test file
 */

/**
 * @param {string} path
 * @returns {MochaResult | undefined} undefined when there is none: the run broke off
 */
export function readMochaResult(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * The first run with the files of `again` taken from the second. What failed at first and passed then is named as
 * tried again; what failed twice has failed.
 * @param {MochaResult} first
 * @param {MochaResult} again
 * @returns {MochaResult}
 */
export function mergeMochaResults(first, again) {
  const files = { ...first.files, ...again.files };
  const failedAgain = new Set(again.failures.map(({ title }) => title));
  const healed = first.failures.filter(({ title, file }) => file in again.files && !failedAgain.has(title));
  const counts = Object.values(files);
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
    pending: counts.reduce((total, { pending }) => total + pending, 0),
    failures: [...first.failures.filter(({ file }) => !(file in again.files)), ...again.failures],
    retried: [...new Set([...first.retried, ...healed.map(({ title }) => title), ...again.retried])],
    files,
  };
}
