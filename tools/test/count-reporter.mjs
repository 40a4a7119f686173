/** Vitest reporter: leaves the counts of a project's tests, and why tests were skipped, in its test-results/. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countFailure, countSkip, noCounts } from "./counts.mjs";

export default class CountReporter {
  onInit(vitest) {
    this.folder = join(vitest.config.root, "test-results");
  }

  onTestRunEnd(modules, unhandledErrors) {
    const counts = noCounts();
    for (const error of unhandledErrors) countFailure(counts, `${error.name ?? "Error"}: ${error.message}`);
    for (const module of modules) countModule(module, counts);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, "counts.json"), JSON.stringify(counts, null, 2));
  }
}

function countModule(module, counts) {
  // A module that does not load has no tests, and must not pass for that.
  for (const error of module.errors()) countFailure(counts, `${module.relativeModuleId}: ${error.message}`);
  for (const suite of module.children.allSuites()) {
    for (const error of suite.errors()) countFailure(counts, `${suite.fullName}: ${error.message}`);
  }
  for (const test of module.children.allTests()) countTest(test, counts);
}

function countTest(test, counts) {
  const { state, note, errors } = test.result();
  if (state === "passed") counts.passed++;
  else if (state === "skipped") countSkip(counts, test.fullName, note ?? reasonAround(test.parent));
  else countFailure(counts, `${test.fullName}: ${beginningOf(errors?.[0]?.message ?? "no error given")}`);
}

/**
 * Why a suite or file left out a test that gave no reason itself: what failed there was counted, and the title of a suite
 * that is skipped as a whole, of which Vitest keeps no note, ends with the reason in brackets.
 */
function reasonAround(parent) {
  if (parent.errors().length > 0) return `${parent.name ?? "its file"} failed`;
  if (parent.type !== "suite") return undefined;
  const [, reason] = (parent.state() === "skipped" && /\((.+)\)$/.exec(parent.name)) || [];
  return reason ?? reasonAround(parent.parent);
}

/** Enough to know what went wrong: the whole is printed where the test ran. */
const beginningOf = (message) => message.split("\n").slice(0, 8).join("\n  ").slice(0, 800);
