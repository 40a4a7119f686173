import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { thisCheckout } from "./checkout.mjs";
import { builtAddon } from "./native-build.mjs";
import { nativeFingerprint } from "./native-fingerprint.mjs";
import { nativeIsSettled, nativeReportFile, provideNative } from "./native.mjs";
import { readJson } from "./stamp.mjs";
import { testFolder, withEnvironment, writeFiles } from "./testing.mjs";

const ours = builtAddon(thisCheckout);
const notBuilt = existsSync(ours) ? false : "the native kernels, which it copies, are not built here";

/** A node-gyp that compiles nothing, but delivers this checkout's addon and says so in a journal. */
const copyingNodeGyp = `const fs = require("node:fs");
  fs.mkdirSync("build/Release", { recursive: true });
  fs.copyFileSync(${JSON.stringify(ours)}, "build/Release/lockstep_native.node");
  fs.appendFileSync("journal", "compiled\\n");`;

/** A checkout with sources, and a node-gyp that is the given program. @param {import("node:test").TestContext} t @param {string} nodeGyp */
function checkout(t, nodeGyp) {
  const root = testFolder(t);
  writeFiles(root, {
    "libs/backend-native/binding.gyp": "{}",
    "libs/backend-native/compilation.mjs": "",
    "libs/backend-native/core/graph/model.cpp": "int a;",
    "libs/backend-native/binding/addon.cpp": "int b;",
    "node-gyp.cjs": nodeGyp,
  });
  withEnvironment(t, {
    npm_config_node_gyp: join(root, "node-gyp.cjs"),
    LOCKSTEP_CACHE_DIR: testFolder(t),
    LOCKSTEP_SETUP_RETRY: undefined,
    // Any program will do for a tool: nothing is compiled.
    PYTHON: process.execPath,
    MAKE: process.execPath,
    CXX: process.execPath,
  });
  const journal = join(root, "libs/backend-native/journal");
  return {
    root,
    timesCompiled: () =>
      (existsSync(journal) ? readFileSync(journal, "utf8").match(/compiled/g) : [])?.length,
  };
}

const silent = () => {};

/** @param {string} root */
async function linesOf(root) {
  const lines = /** @type {string[]} */ ([]);
  await provideNative(root, (line) => void lines.push(line.replace(/[\d.]+ s$/, "N s")));
  return lines;
}

test("the kernels are compiled aloud, loaded once and then left alone", { skip: notBuilt }, async (t) => {
  const { root, timesCompiled } = checkout(t, copyingNodeGyp);
  assert.equal(nativeIsSettled(root), false);
  const lines = await linesOf(root);
  assert.deepEqual(lines.slice(0, 2), [
    "compiling the native kernels",
    "compiling the native kernels: done in N s",
  ]);
  assert.match(lines[2] ?? "", /^the native backend is ready: kernels for .*portable$/);
  assert.equal(timesCompiled(), 1);
  assert.equal(nativeIsSettled(root), true);
  const { available, numericsVersion } = readJson(nativeReportFile(root));
  assert.equal(available, true);
  assert.match(numericsVersion, /./);
});

test("what was compiled from equal sources is not compiled again", { skip: notBuilt }, async (t) => {
  const { root, timesCompiled } = checkout(t, copyingNodeGyp);
  await provideNative(root, silent);
  rmSync(join(root, "libs/backend-native/build"), { recursive: true });
  assert.equal(nativeIsSettled(root), false);
  await provideNative(root, silent);
  assert.equal(nativeIsSettled(root), true);
  assert.equal(timesCompiled(), 1);
  assert.deepEqual(readFileSync(builtAddon(root)), readFileSync(ours));
});

for (const file of ["core/graph/model.cpp", "core/graph/new.cpp", "binding/addon.cpp", "binding.gyp"]) {
  test(`a change of ${file} is compiled`, { skip: notBuilt }, async (t) => {
    const { root, timesCompiled } = checkout(t, copyingNodeGyp);
    await provideNative(root, silent);
    writeFiles(root, { [`libs/backend-native/${file}`]: "changed" });
    assert.equal(nativeIsSettled(root), false);
    await provideNative(root, silent);
    assert.equal(timesCompiled(), 2);
  });
}

test("an addon that was cut off is put in place again", { skip: notBuilt }, async (t) => {
  const { root, timesCompiled } = checkout(t, copyingNodeGyp);
  await provideNative(root, silent);
  const { size } = statSync(builtAddon(root));
  truncateSync(builtAddon(root), 100_000);
  assert.equal(nativeIsSettled(root), false);
  await provideNative(root, silent);
  assert.equal(statSync(builtAddon(root)).size, size);
  assert.equal(nativeIsSettled(root), true);
  assert.equal(timesCompiled(), 1);
});

test("sources that change while they are compiled are not kept for others", { skip: notBuilt }, async (t) => {
  const { root } = checkout(t, `${copyingNodeGyp} fs.appendFileSync("core/graph/model.cpp", "int c;");`);
  await provideNative(root, silent);
  assert.equal(nativeIsSettled(root), false);
  assert.equal(existsSync(join(process.env.LOCKSTEP_CACHE_DIR ?? "", "native-addon")), false);
});

test("the cache keeps no more than the newest addons", { skip: notBuilt }, async (t) => {
  const { root } = checkout(t, copyingNodeGyp);
  for (let n = 0; n < 20; n++) {
    writeFiles(root, { "libs/backend-native/core/graph/model.cpp": `int a${n};` });
    await provideNative(root, silent);
  }
  assert.equal(readdirSync(join(process.env.LOCKSTEP_CACHE_DIR ?? "", "native-addon")).length, 16);
});

test("without a cache they are compiled all the same", { skip: notBuilt }, async (t) => {
  const { root } = checkout(t, copyingNodeGyp);
  withEnvironment(t, { LOCKSTEP_CACHE_DIR: join(fileURLToPath(import.meta.url), "cache") });
  const lines = await linesOf(root);
  assert.match(lines[0] ?? "", /^the cache can't be made .* are not kept for other checkouts$/);
  assert.match(lines.at(-1) ?? "", /^the native backend is ready/);
});

test("what an interrupted build left is not built upon", { skip: notBuilt }, async (t) => {
  const { root } = checkout(t, copyingNodeGyp);
  writeFiles(root, {
    ".lockstep/set-up/native-build-under-way": "",
    "libs/backend-native/build/half.o": "half",
  });
  await provideNative(root, silent);
  assert.equal(existsSync(join(root, "libs/backend-native/build/half.o")), false);
});

test("what the compiler refuses is said and recorded, and no older addon is loaded instead", async (t) => {
  const { root } = checkout(t, `console.log("../core/a.cpp:1:1: error: no such type"); process.exit(1)`);
  writeFiles(root, { "libs/backend-native/build/Release/lockstep_native.node": "older" });
  const lines = await linesOf(root);
  assert.match(
    lines.at(-1) ?? "",
    /^the native backend is not available, because compiling the native kernels failed \(.*no such type\)\. Mend .*native-build\.log\. Another backend will be used\.$/,
  );
  assert.match(readJson(nativeReportFile(root)).reason, /no such type/);
  assert.equal(existsSync(builtAddon(root)), false);
  assert.equal(nativeIsSettled(root), true);
});

test("an addon that does not load is none", async (t) => {
  const broken = copyingNodeGyp
    .replace(/fs\.copyFileSync\(.*?, /, "fs.writeFileSync(")
    .replace(");\n  fs.append", ', "no addon");\n  fs.append');
  const { root } = checkout(t, broken);
  await provideNative(root, silent);
  assert.match(
    readJson(nativeReportFile(root)).reason,
    /^the native kernels do not load: ended with code 1$/,
  );
  assert.equal(existsSync(builtAddon(root)), false);
});

/** A machine without a compiler. @param {import("node:test").TestContext} t */
function bareMachine(t) {
  const { root } = checkout(t, "");
  withEnvironment(t, { PATH: "", PYTHON: undefined, MAKE: undefined, CXX: undefined });
  return root;
}

test("where there is no compiler, what to install is said, and set-up goes on", async (t) => {
  const root = bareMachine(t);
  assert.deepEqual((await linesOf(root)).slice(-1), [
    "the native backend is not available, because compiling the native kernels needs python3 and make and g++, which are not installed. Install python3 and make and g++ (on Debian: apt install python3 make g++). Another backend will be used.",
  ]);
  assert.equal(nativeIsSettled(root), true);
});

for (const [change, environment] of Object.entries({
  "a retry is asked for": { LOCKSTEP_SETUP_RETRY: "1" },
  "a compiler has come": { CXX: "/usr/bin/c++" },
})) {
  test(`it is tried again when ${change}`, async (t) => {
    const root = bareMachine(t);
    await provideNative(root, silent);
    withEnvironment(t, environment);
    assert.equal(nativeIsSettled(root), false);
  });
}

test("without the package there is nothing to do", (t) => {
  assert.equal(nativeIsSettled(testFolder(t)), true);
});

test("the fingerprint is the same wherever the checkout is", (t) => {
  const [one, other] = [checkout(t, ""), checkout(t, "")];
  assert.equal(nativeFingerprint(one.root), nativeFingerprint(other.root));
});
