import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { acquireLock } from "./lock-file.mjs";
import { testFolder } from "./testing.mjs";

const lockFileUrl = new URL("lock-file.mjs", import.meta.url).href;

test("a second holder waits, says for whom, and gets the lock when it is released", async (t) => {
  const path = join(testFolder(t), "lock");
  const first = await acquireLock(path);
  const { promise: waits, resolve } = withResolvers();
  const second = acquireLock(path, { onWait: resolve });
  assert.equal((await waits).pid, process.pid);
  first.release();
  (await second).release();
  assert.equal(existsSync(path), false);
});

test("the lock of a process that is gone is taken over", async (t) => {
  const path = join(testFolder(t), "lock");
  const holder = spawn(process.execPath, [
    "--input-type=module",
    "-e",
    `import { acquireLock } from "${lockFileUrl}"; await acquireLock(${JSON.stringify(path)});`,
  ]);
  await once(holder, "exit");
  assert.ok(existsSync(path), "the holder ended without releasing");
  (await acquireLock(path, { onWait: () => assert.fail("waited for the dead") })).release();
});

test(
  "a pid that another process got since doesn't hold the lock",
  { skip: process.platform !== "linux" && "start times are known on Linux only" },
  async (t) => {
    const path = join(testFolder(t), "lock");
    writeFileSync(
      path,
      JSON.stringify({ pid: process.pid, host: hostname(), started: "1", token: "of another" }),
    );
    (await acquireLock(path, { onWait: () => assert.fail("waited for another process") })).release();
  },
);

test("a damaged lock is taken over", async (t) => {
  const path = join(testFolder(t), "lock");
  writeFileSync(path, "{");
  (await acquireLock(path)).release();
});

test("a holder on another machine is dead when its heartbeat stopped", async (t) => {
  const path = join(testFolder(t), "lock");
  writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", started: "", token: "x" }));
  utimesSync(path, new Date(0), new Date(0));
  (await acquireLock(path, { onWait: () => assert.fail("waited for the dead") })).release();
});

test("releasing leaves a lock alone that somebody else took since", async (t) => {
  const path = join(testFolder(t), "lock");
  const lock = await acquireLock(path);
  writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", started: "", token: "theirs" }));
  lock.release();
  assert.equal(JSON.parse(readFileSync(path, "utf8")).token, "theirs");
});

test("of several processes one at a time holds the lock, a dead one's included", async (t) => {
  const folder = testFolder(t);
  const [path, journal] = [join(folder, "lock"), join(folder, "journal")];
  writeFileSync(path, JSON.stringify({ pid: 0, host: hostname(), started: "", token: "dead" }));
  const program = `
    import { appendFileSync } from "node:fs";
    import { setImmediate } from "node:timers/promises";
    import { acquireLock } from "${lockFileUrl}";
    const lock = await acquireLock(${JSON.stringify(path)});
    appendFileSync(${JSON.stringify(journal)}, "in\\n");
    for (let turn = 0; turn < 100; turn++) await setImmediate();
    appendFileSync(${JSON.stringify(journal)}, "out\\n");
    lock.release();`;
  const holders = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "inherit" }),
  );
  const exits = await Promise.all(holders.map((holder) => once(holder, "exit")));
  assert.deepEqual(
    exits.map(([code]) => code),
    [0, 0, 0, 0],
  );
  assert.equal(readFileSync(journal, "utf8"), "in\nout\n".repeat(4));
  assert.deepEqual(readdirSync(folder), ["journal"]);
});

function withResolvers() {
  /** @type {(value: any) => void} */
  let resolve = () => {};
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}
