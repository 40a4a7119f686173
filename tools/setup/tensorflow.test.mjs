import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readJson } from "./stamp.mjs";
import { provideTensorflow, tensorflowIsSettled, tensorflowReportFile } from "./tensorflow.mjs";
import { fakeTfjsNode, testFolder, withEnvironment, writeFiles } from "./testing.mjs";

/** A machine with no way to get libtensorflow: the installer is refused and PATH is empty. @param {import("node:test").TestContext} t */
function bareMachine(t) {
  withEnvironment(t, {
    PATH: "",
    PYTHON: undefined,
    MAKE: undefined,
    CXX: undefined,
    LOCKSTEP_CACHE_DIR: testFolder(t),
    LOCKSTEP_LIBTENSORFLOW: undefined,
    LOCKSTEP_SETUP_RETRY: undefined,
  });
  return fakeTfjsNode(t, `console.error("connect ECONNREFUSED"); process.exit(1)`).root;
}

const silent = () => {};

test("where nothing helps, the reasons are said and recorded, and set-up goes on", async (t) => {
  const root = bareMachine(t);
  const lines = /** @type {string[]} */ ([]);
  await provideTensorflow(root, (line) => void lines.push(line));
  const report = readJson(tensorflowReportFile(root));
  assert.equal(report.available, false);
  assert.match(report.reason, /^tfjs-node's own download failed: its host can't be reached; /);
  assert.match(report.howToFix, /./);
  assert.match(
    lines.at(-1) ?? "",
    /^the tensorflow backend is not available, because .*\. Another backend will be used\.$/,
  );
});

test("it is not tried again while nothing has changed", async (t) => {
  const root = bareMachine(t);
  assert.equal(tensorflowIsSettled(root), false);
  await provideTensorflow(root, silent);
  assert.equal(tensorflowIsSettled(root), true);
});

for (const [change, environment] of Object.entries({
  "a retry is asked for": { LOCKSTEP_SETUP_RETRY: "1" },
  "a folder is named": { LOCKSTEP_LIBTENSORFLOW: "/somewhere" },
  "a compiler has come": { CXX: "/usr/bin/c++" },
})) {
  test(`it is tried again when ${change}`, async (t) => {
    const root = bareMachine(t);
    await provideTensorflow(root, silent);
    withEnvironment(t, environment);
    assert.equal(tensorflowIsSettled(root), false);
  });
}

test("it is tried again a day later", async (t) => {
  const root = bareMachine(t);
  await provideTensorflow(root, silent);
  const report = readJson(tensorflowReportFile(root));
  writeFiles(root, {
    "node_modules/.lockstep/tensorflow.json": JSON.stringify({ ...report, at: "2020-01-01T00:00:00Z" }),
  });
  assert.equal(tensorflowIsSettled(root), false);
});

test("a named folder that lacks something is reported, and nothing is downloaded in its stead", async (t) => {
  const root = bareMachine(t);
  const folder = testFolder(t);
  withEnvironment(t, { LOCKSTEP_LIBTENSORFLOW: folder });
  const lines = /** @type {string[]} */ ([]);
  await provideTensorflow(root, (line) => void lines.push(line));
  assert.match(readJson(tensorflowReportFile(root)).reason, /lacks libtensorflow\.so .*c_api\.h$/);
  assert.equal(lines.length, 1);
});

test("a cache that can't be made is a reason, not a crash", async (t) => {
  const file = fileURLToPath(import.meta.url);
  const root = bareMachine(t);
  withEnvironment(t, { LOCKSTEP_CACHE_DIR: join(file, "cache") });
  await provideTensorflow(root, silent);
  assert.equal(readJson(tensorflowReportFile(root)).available, false);
});

test("without tfjs-node installed there is nothing to do", async (t) => {
  const root = bareMachine(t);
  rmSync(`${root}/node_modules`, { recursive: true });
  assert.equal(tensorflowIsSettled(root), true);
});
