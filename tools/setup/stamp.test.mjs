import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { digestOf, readJson, writeJson } from "./stamp.mjs";
import { testFolder } from "./testing.mjs";

test("a stamp is read back as it was written, and leaves no temporary file", (t) => {
  const folder = testFolder(t);
  writeJson(join(folder, "deep", "stamp.json"), { fingerprint: "a" });
  assert.deepEqual(readJson(join(folder, "deep", "stamp.json")), { fingerprint: "a" });
  assert.deepEqual(readdirSync(join(folder, "deep")), ["stamp.json"]);
});

test("a missing or damaged stamp is none", (t) => {
  const folder = testFolder(t);
  assert.equal(readJson(join(folder, "stamp.json")), undefined);
  writeFileSync(join(folder, "stamp.json"), '{"finger');
  assert.equal(readJson(join(folder, "stamp.json")), undefined);
});

test("a digest knows where one part ends and the next begins", () => {
  assert.notEqual(digestOf("ab", "c"), digestOf("a", "bc"));
});
