/** Vitest reporter: leaves the counts of a project's tests, and why tests were skipped, in its test-results/. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export default class CountReporter {
  onInit(vitest) {
    this.folder = join(vitest.config.root, "test-results");
  }

  onTestRunEnd(modules, unhandledErrors) {
    const counts = {
      passed: 0,
      failed: unhandledErrors.length,
      skipped: [],
      failures: unhandledErrors.map(String),
    };
    for (const module of modules) countModule(module, counts);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, "counts.json"), JSON.stringify(counts, null, 2));
  }
}

function countModule(module, counts) {
  // A module that does not load has no tests, and must not pass for that.
  for (const error of module.errors()) fail(counts, `${module.relativeModuleId}: ${error.message}`);
  for (const suite of module.children.allSuites()) {
    for (const error of suite.errors()) fail(counts, `${suite.fullName}: ${error.message}`);
  }
  for (const test of module.children.allTests()) countTest(test, counts);
}

function countTest(test, counts) {
  const { state, note, errors } = test.result();
  if (state === "passed") counts.passed++;
  else if (state === "skipped")
    counts.skipped.push({ name: test.fullName, reason: note ?? "no reason given" });
  else fail(counts, `${test.fullName}: ${beginningOf(errors?.[0]?.message ?? "no error given")}`);
}

/** Enough to know what went wrong: the whole is printed where the test ran. */
const beginningOf = (message) => message.split("\n").slice(0, 8).join("\n  ").slice(0, 800);

function fail(counts, name) {
  counts.failed++;
  counts.failures.push(name);
}
