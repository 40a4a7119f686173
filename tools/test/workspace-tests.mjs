import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { countFailure, countSkip, noCounts } from "./counts.mjs";

/**
 * Runs the tests of tools/, which come before any package is installed and so use Node's own runner.
 * @param {string} root @returns {Promise<import("./counts.mjs").Counts>}
 */
export async function runWorkspaceTests(root) {
  const counts = noCounts();
  for await (const event of run({ files: testFiles(join(root, "tools")), concurrency: 2 })) {
    if (event.type === "test:pass" && isTest(event.data)) countPass(counts, event.data);
    if (event.type === "test:fail" && isTest(event.data)) countFailedTest(counts, event.data);
  }
  return counts;
}

/** @param {string} folder @returns {string[]} */
function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith(".test.mjs"))
    .map((file) => join(folder, file))
    .sort();
}

/** Suites and files are reported too, and are no tests; a file that fails as a whole is. */
function isTest(data) {
  return (
    data.details?.type !== "suite" && !(data.name.endsWith(".test.mjs") && data.details?.error === undefined)
  );
}

function countPass(counts, data) {
  const skip = data.skip ?? data.todo;
  if (skip === undefined) counts.passed++;
  else countSkip(counts, `tools: ${data.name}`, typeof skip === "string" ? skip : undefined);
}

function countFailedTest(counts, data) {
  // A suite's failure repeats that of its tests.
  if (data.details?.error?.failureType === "subtestsFailed") return;
  countFailure(counts, `tools: ${data.name}`);
  const { error } = data.details ?? {};
  process.stdout.write(`✗ tools: ${data.name}\n${error?.cause?.stack ?? error?.message ?? ""}\n`);
}
