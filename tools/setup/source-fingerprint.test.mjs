import assert from "node:assert/strict";
import { test } from "node:test";
import { distFolders, sourceFingerprint } from "./source-fingerprint.mjs";
import { testFolder, writeFiles } from "./testing.mjs";

/** @param {import("node:test").TestContext} t */
function checkout(t) {
  const root = testFolder(t);
  writeFiles(root, {
    "package.json": "{}",
    "libs/a/src/index.ts": "1",
    "libs/a/dist/index.js": "1",
    "apps/b/src/main.ts": "2",
    "proto/c.proto": "3",
  });
  return root;
}

for (const [name, content] of Object.entries({
  "libs/a/src/index.ts": "2",
  "libs/a/src/new.ts": "",
  "proto/c.proto": "4",
  "tsconfig.base.json": "{}",
})) {
  test(`a change of ${name} changes the fingerprint`, (t) => {
    const root = checkout(t);
    const before = sourceFingerprint(root);
    writeFiles(root, { [name]: content });
    assert.notEqual(sourceFingerprint(root), before);
  });
}

test("what a build makes, and what it doesn't read, leave the fingerprint as it is", (t) => {
  const root = checkout(t);
  const before = sourceFingerprint(root);
  writeFiles(root, {
    "libs/a/dist/index.js": "9",
    "libs/a/generated/x.js": "",
    "libs/a/build/Release/x.o": "",
    "libs/a/prebuilds/linux-x64/x.node": "",
    "libs/a/src/index.test.ts": "",
    "node_modules/x/index.js": "",
    "README.md": "",
  });
  assert.equal(sourceFingerprint(root), before);
});

test("dist folders are listed", (t) => {
  assert.deepEqual(distFolders(checkout(t)), ["libs/a/dist"]);
});
