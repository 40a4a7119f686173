import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { explain, installedInCache, libtensorflowFromInstaller } from "./libtensorflow-installer.mjs";
import { explainPip } from "./libtensorflow-wheel.mjs";
import { fakeTfjsNode, testFolder } from "./testing.mjs";
import { Unavailable } from "./unavailable.mjs";

const goodInstaller = `const fs = require("node:fs");
  for (const folder of ["deps/lib", "deps/include", "lib/napi-v8"]) fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync("deps/lib/libtensorflow.so", "library");
  fs.writeFileSync("lib/napi-v8/tfjs_binding.node", "addon");`;

test("what the installer brings is kept in the cache, and the package stays as it was", async (t) => {
  const { tfjsNode, nodeModules } = fakeTfjsNode(t, goodInstaller);
  const place = { cache: testFolder(t), logs: testFolder(t), log: () => {} };
  const installed = await libtensorflowFromInstaller(place, tfjsNode, nodeModules, { retry: false });
  assert.ok(existsSync(join(installed.entry, "lib", "libtensorflow.so")));
  assert.ok(existsSync(join(installed.addon, "tfjs_binding.node")));
  assert.deepEqual(installedInCache(place.cache, tfjsNode), installed);
  assert.equal(existsSync(join(tfjsNode.folder, "deps")), false);
});

test("a refusal is remembered for other checkouts, until a retry is asked for", async (t) => {
  const lines = /** @type {string[]} */ ([]);
  const place = {
    cache: testFolder(t),
    logs: testFolder(t),
    log: (/** @type {string} */ line) => void lines.push(line),
  };
  const refusing = fakeTfjsNode(t, `console.error("Error: getaddrinfo ENOTFOUND a.host"); process.exit(1)`);
  const reason = {
    name: "Unavailable",
    message: "tfjs-node's own download failed: its host's name can't be looked up",
  };
  await assert.rejects(
    libtensorflowFromInstaller(place, refusing.tfjsNode, refusing.nodeModules, { retry: false }),
    reason,
  );
  assert.equal(lines.length, 2);
  const good = fakeTfjsNode(t, goodInstaller);
  await assert.rejects(
    libtensorflowFromInstaller(place, good.tfjsNode, good.nodeModules, { retry: false }),
    reason,
  );
  assert.equal(lines.length, 2, "said nothing, as it tried nothing");
  await libtensorflowFromInstaller(place, good.tfjsNode, good.nodeModules, { retry: true });
});

test("an installer that brings half is a failure", async (t) => {
  const half = fakeTfjsNode(t, `require("node:fs").mkdirSync("deps/lib", { recursive: true })`);
  const place = { cache: testFolder(t), logs: testFolder(t), log: () => {} };
  await assert.rejects(
    libtensorflowFromInstaller(place, half.tfjsNode, half.nodeModules, { retry: false }),
    Unavailable,
  );
});

test("failures are told in plain words", () => {
  assert.equal(
    explain("Error: TAR_BAD_ARCHIVE: Unrecognized archive format"),
    "its host refused, or sent something else",
  );
  assert.equal(explain("connect ECONNREFUSED 1.2.3.4:443"), "its host can't be reached");
  assert.equal(explain("something new"), undefined);
  assert.equal(
    explainPip("WARNING: Retrying after NewConnectionError\nERROR: No matching distribution"),
    "its index can't be reached",
  );
  assert.equal(explainPip("ERROR: first\nERROR: No matching distribution"), "No matching distribution");
});
