import assert from "node:assert/strict";
import { existsSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  cacheFolder,
  manifestOf,
  needSpace,
  publish,
  removeTemporaryFolders,
  temporaryFolder,
} from "./cache.mjs";
import { testFolder, writeFiles } from "./testing.mjs";
import { Unavailable } from "./unavailable.mjs";

/** @param {string} cache */
async function publishedEntry(cache) {
  const folder = temporaryFolder(cache, "test");
  writeFiles(folder, { "lib/library.so": "code" });
  symlinkSync("library.so", join(folder, "lib", "alias.so"));
  const entry = join(cache, "kind", "entry");
  await publish(folder, entry, { source: "test" });
  return entry;
}

test("a published entry is whole, and its manifest tells sizes and hashes", async (t) => {
  const manifest = manifestOf(await publishedEntry(testFolder(t)));
  assert.equal(manifest?.source, "test");
  assert.deepEqual(manifest?.files["lib/library.so"], {
    size: 4,
    sha256: "5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b",
  });
  assert.deepEqual(manifest?.files["lib/alias.so"], { size: 4 });
});

test("an entry with a file cut short, or missing, is none", async (t) => {
  const entry = await publishedEntry(testFolder(t));
  truncateSync(join(entry, "lib", "library.so"), 2);
  assert.equal(manifestOf(entry), undefined);
  rmSync(join(entry, "lib", "library.so"));
  assert.equal(manifestOf(entry), undefined);
});

test("a folder without a manifest, as an interruption would leave it, is no entry", (t) => {
  const cache = testFolder(t);
  writeFiles(cache, { "kind/entry/lib/library.so": "code" });
  assert.equal(manifestOf(join(cache, "kind", "entry")), undefined);
});

test("publishing replaces what was there", async (t) => {
  const cache = testFolder(t);
  writeFiles(cache, { "kind/entry/old": "old" });
  const entry = await publishedEntry(cache);
  assert.equal(existsSync(join(entry, "old")), false);
});

test("temporary folders are removed", (t) => {
  const cache = testFolder(t);
  const folder = temporaryFolder(cache, "test");
  removeTemporaryFolders(cache);
  assert.equal(existsSync(folder), false);
});

test("the cache is where the user says, else where caches are", () => {
  assert.equal(cacheFolder({ LOCKSTEP_CACHE_DIR: "/a" }), "/a");
  assert.equal(cacheFolder({ LOCKSTEP_CACHE_DIR: "", XDG_CACHE_HOME: "/b" }), join("/b", "lockstep"));
  assert.ok(cacheFolder({}).endsWith(join(".cache", "lockstep")));
});

test("too little space is said before anything is downloaded", (t) => {
  assert.throws(() => needSpace(testFolder(t), 1e12), Unavailable);
});
