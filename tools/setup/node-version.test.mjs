import assert from "node:assert/strict";
import { test } from "node:test";
import { checkNodeVersion, compareVersions } from "./node-version.mjs";
import { testFolder, writeFiles } from "./testing.mjs";

test("versions are compared by number", () => {
  assert.ok(compareVersions("20.9.0", "20.19") < 0);
  assert.ok(compareVersions("22.1.0", "20.19") > 0);
  assert.equal(compareVersions("20.19.0", "20.19"), 0);
});

test("a Node.js older than package.json asks for is refused", (t) => {
  const root = testFolder(t);
  writeFiles(root, { "package.json": '{ "engines": { "node": ">=20.19" } }' });
  assert.throws(
    () => checkNodeVersion(root, "18.20.4"),
    /Lockstep needs Node\.js 20\.19 or later; this is 18\.20\.4/,
  );
  checkNodeVersion(root, "24.0.0");
});
