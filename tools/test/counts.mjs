import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {{ name: string, reason: string }} Skipped
 * @typedef {{ passed: number, failed: number, skipped: Skipped[], failures: string[] }} Counts
 */

/** @returns {Counts} */
export function noCounts() {
  return { passed: 0, failed: 0, skipped: [], failures: [] };
}

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export function addCounts(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
    failures: [...a.failures, ...b.failures],
  };
}

/**
 * Counts a test that was skipped. One without a reason is a defect, and fails: nobody could tell whether it is missed.
 * @param {Counts} counts @param {string} name @param {string | undefined} reason
 */
export function countSkip(counts, name, reason) {
  if (reason) counts.skipped.push({ name, reason });
  else
    countFailure(
      counts,
      `${name}: skipped without a reason (one given within a fast-check property is lost)`,
    );
}

/** @param {Counts} counts @param {string} failure what failed, and how */
export function countFailure(counts, failure) {
  counts.failed++;
  counts.failures.push(failure);
}

/** Folders of the projects that have tests. @param {string} root @returns {string[]} */
export function projectFolders(root) {
  return ["apps", "libs"].flatMap((kind) =>
    readdirSync(join(root, kind))
      .map((name) => join(root, kind, name))
      .filter((folder) => existsSync(join(folder, "package.json"))),
  );
}

const countsFile = (folder) => join(folder, "test-results", "counts.json");

/** Removes what earlier runs counted. @param {string} root */
export function clearCounts(root) {
  for (const folder of projectFolders(root)) rmSync(countsFile(folder), { force: true });
}

/**
 * What the projects' tests came to. A project whose tests did not get as far as counting has failed.
 * @param {string} root @returns {Counts}
 */
export function collectCounts(root) {
  return projectFolders(root).map(countsOf).reduce(addCounts, noCounts());
}

/** @param {string} folder @returns {Counts} */
function countsOf(folder) {
  const name = folder.split("/").slice(-2).join("/");
  if (!existsSync(countsFile(folder)))
    return { ...noCounts(), failed: 1, failures: [`${name}: its tests did not run to their end`] };
  const counts = JSON.parse(readFileSync(countsFile(folder), "utf8"));
  return {
    ...counts,
    skipped: counts.skipped.map((test) => ({ ...test, name: `${name}: ${test.name}` })),
    failures: counts.failures.map((failure) => `${name}: ${failure}`),
  };
}
