import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SetupFailure } from "./setup-failure.mjs";
import { setUp } from "./setup.mjs";
import { presenceServer, testFolder, withEnvironment, writeFiles } from "./testing.mjs";

const setupUrl = new URL("setup.mjs", import.meta.url).href;

/** What `npm ci` does in a fake checkout: it empties node_modules, brings an nx, and notes that it ran. */
const npmCi = `const fs = require("node:fs");
  fs.rmSync("node_modules", { recursive: true, force: true });
  fs.mkdirSync("node_modules/nx", { recursive: true });
  fs.writeFileSync("node_modules/nx/package.json", JSON.stringify({ bin: { nx: "./nx.cjs" } }));
  fs.writeFileSync("node_modules/nx/nx.cjs", 'require("node:fs").mkdirSync("libs/a/dist", { recursive: true }); require("node:fs").appendFileSync("journal", "build\\\\n");');
  fs.appendFileSync("journal", "npm ci\\n");`;

/** A checkout, and an npm that runs the given program. @param {import("node:test").TestContext} t @param {string} [npm] */
function checkout(t, npm = npmCi) {
  const root = testFolder(t);
  writeFiles(root, {
    "package.json": '{ "engines": { "node": ">=20" } }',
    "package-lock.json": "{}",
    "libs/a/src/index.ts": "1",
    "npm/bin/npm-cli.js": npm,
  });
  withEnvironment(t, { npm_execpath: join(root, "npm/bin/npm-cli.js"), LOCKSTEP_CACHE_DIR: testFolder(t) });
  const lines = /** @type {string[]} */ ([]);
  return {
    root,
    lines,
    log: (/** @type {string} */ line) => void lines.push(line),
    journal: () => readFileSync(join(root, "journal"), "utf8"),
  };
}

/** The set-up of a checkout in a process of its own. @param {string} root */
const setUpProcess = (root) =>
  spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { setUp } from "${setupUrl}"; await setUp({ root: ${JSON.stringify(root)} });`,
    ],
    { stdio: "inherit" },
  );

test("a fresh checkout gets packages, then a build, aloud", async (t) => {
  const { root, lines, log, journal } = checkout(t);
  await setUp({ root, log });
  assert.equal(journal(), "npm ci\nbuild\n");
  assert.deepEqual(
    lines.map((line) => line.replace(/[\d.]+ s$/, "N s")),
    [
      "installing the packages (npm ci)",
      "installing the packages (npm ci): done in N s",
      "building",
      "building: done in N s",
    ],
  );
});

test("a second set-up does nothing and says nothing", async (t) => {
  const { root, log, journal } = checkout(t);
  await setUp({ root, log });
  await setUp({ root, log: (line) => assert.fail(line) });
  assert.equal(journal(), "npm ci\nbuild\n");
});

for (const [what, change, expected] of /** @type {[string, (root: string) => void, string][]} */ ([
  [
    "changed sources are built, without installing",
    (root) => writeFiles(root, { "libs/a/src/index.ts": "2" }),
    "build\n",
  ],
  [
    "a removed dist folder is built",
    (root) => rmSync(join(root, "libs/a/dist"), { recursive: true }),
    "build\n",
  ],
  [
    "a changed package-lock.json is installed and built",
    (root) => writeFiles(root, { "package-lock.json": '{ "a": 1 }' }),
    "npm ci\nbuild\n",
  ],
  [
    "a removed node_modules is installed and built",
    (root) => rmSync(join(root, "node_modules"), { recursive: true }),
    "npm ci\nbuild\n",
  ],
])) {
  test(what, async (t) => {
    const { root, log, journal } = checkout(t);
    await setUp({ root, log });
    change(root);
    await setUp({ root, log });
    assert.equal(journal(), `npm ci\nbuild\n${expected}`);
  });
}

test("two set-ups at once do the work once", async (t) => {
  const { root, journal } = checkout(t);
  const exits = await Promise.all(
    [setUpProcess(root), setUpProcess(root)].map((child) => once(child, "exit")),
  );
  assert.deepEqual(exits, [
    [0, null],
    [0, null],
  ]);
  assert.equal(journal(), "npm ci\nbuild\n");
});

test("a failure names the step, why and what to do, and leaves no stamp", async (t) => {
  const { root, log } = checkout(t, `console.error("npm error code EUSAGE"); process.exitCode = 1`);
  await assert.rejects(setUp({ root, log }), (error) => {
    assert.ok(error instanceof SetupFailure);
    assert.match(
      error.message,
      /^could not install the packages: npm ci ended with code 1\nnpm error code EUSAGE$/,
    );
    assert.match(error.whatToDo, /npm-ci\.log/);
    return true;
  });
  assert.equal(existsSync(join(root, "node_modules", ".lockstep", "packages.json")), false);
});

test("Ctrl-C ends the set-up at once, with the programs it runs, and leaves no lock", async (t) => {
  const presence = await presenceServer(t);
  const { root } = checkout(t, presence.program);
  const child = setUpProcess(root);
  const npm = await presence.next();
  child.kill("SIGINT");
  const [[code]] = await Promise.all([once(child, "exit"), once(npm, "close")]);
  assert.equal(code, 130);
  assert.equal(existsSync(join(root, ".lockstep", "set-up", "lock")), false);
});

test("after a set-up was killed, its programs are gone and the next one does it all", async (t) => {
  const presence = await presenceServer(t);
  const { root, log, journal } = checkout(t, presence.program);
  const child = setUpProcess(root);
  const npm = await presence.next();
  child.kill("SIGKILL");
  await Promise.all([once(child, "exit"), once(npm, "close")]);
  writeFiles(root, { "npm/bin/npm-cli.js": npmCi });
  await setUp({ root, log });
  assert.equal(journal(), "npm ci\nbuild\n");
});
