import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import CountReporter from "./count-reporter.mjs";

/** What Vitest tells of a suite of one file. */
function suiteOf(tests, { name = "a suite", state = "passed", errors = [] } = {}) {
  const module = { type: "module", relativeModuleId: "a.test.ts", errors: () => [] };
  const suite = {
    type: "suite",
    name,
    fullName: name,
    parent: module,
    state: () => state,
    errors: () => errors,
  };
  const cases = Object.entries(tests).map(([title, result]) => ({
    type: "test",
    fullName: `${name} > ${title}`,
    parent: suite,
    result: () => result,
  }));
  module.children = { allSuites: () => [suite], allTests: () => cases };
  return module;
}

/** @param {import("node:test").TestContext} t */
function countsOf(t, module, unhandledErrors = []) {
  const root = mkdtempSync(join(tmpdir(), "lockstep-counts-"));
  t.after(() => rmSync(root, { recursive: true }));
  const reporter = new CountReporter();
  reporter.onInit({ config: { root } });
  reporter.onTestRunEnd([module], unhandledErrors);
  return JSON.parse(readFileSync(join(root, "test-results/counts.json"), "utf8"));
}

test("tests are counted, a skipped one with its reason and a failed one with its error", (t) => {
  const results = {
    one: { state: "passed" },
    two: { state: "skipped", note: "no such processor" },
    three: { state: "failed", errors: [{ message: "expected 1, got 2" }] },
  };
  assert.deepEqual(countsOf(t, suiteOf(results), [new Error("left over")]), {
    passed: 1,
    failed: 2,
    skipped: [{ name: "a suite > two", reason: "no such processor" }],
    failures: ["Error: left over", "a suite > three: expected 1, got 2"],
  });
});

test("a test that was skipped without a reason has failed", (t) => {
  for (const note of [undefined, ""]) {
    const { failed, skipped, failures } = countsOf(t, suiteOf({ one: { state: "skipped", note } }));
    assert.deepEqual({ failed, skipped }, { failed: 1, skipped: [] });
    assert.match(failures[0], /^a suite > one: skipped without a reason/);
  }
});

test("the title of a suite that is skipped as a whole gives the reason in brackets at its end", (t) => {
  const tests = { one: { state: "skipped" } };
  const name = "a full disk (mounting is refused)";
  const { skipped } = countsOf(t, suiteOf(tests, { name, state: "skipped" }));
  assert.deepEqual(skipped, [{ name: `${name} > one`, reason: "mounting is refused" }]);
  assert.equal(countsOf(t, suiteOf(tests, { state: "skipped" })).failed, 1);
  assert.equal(countsOf(t, suiteOf(tests, { name })).failed, 1);
});

test("a suite that failed before its tests is one failure, and their reason", (t) => {
  const errors = [{ message: "no backend" }];
  const { failed, skipped, failures } = countsOf(t, suiteOf({ one: { state: "skipped" } }, { errors }));
  assert.deepEqual({ failed, failures }, { failed: 1, failures: ["a suite: no backend"] });
  assert.deepEqual(skipped, [{ name: "a suite > one", reason: "a suite failed" }]);
});
