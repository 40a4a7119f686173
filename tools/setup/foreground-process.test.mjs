import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { presenceServer } from "./testing.mjs";

const moduleUrl = new URL("foreground-process.mjs", import.meta.url).href;

/** A process that runs a program in its foreground and ends as that does. @param {string} program */
const startParent = (program) =>
  spawn(process.execPath, [
    "--input-type=module",
    "-e",
    `import { runInForeground } from "${moduleUrl}"; process.exitCode = await runInForeground(["-e", ${JSON.stringify(program)}], { cwd: "." });`,
  ]);

test("the program's exit code is handed on", async () => {
  assert.deepEqual(await once(startParent("process.exitCode = 7"), "exit"), [7, null]);
});

test("a program ended by a signal gives 128 + n", async () => {
  assert.deepEqual(await once(startParent("process.kill(process.pid, 'SIGKILL')"), "exit"), [137, null]);
});

for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT"])) {
  test(`${signal} sent to the parent alone reaches the program, which decides how to end`, async (t) => {
    const presence = await presenceServer(t);
    const parent = startParent(`process.once("${signal}", () => process.exit(9)); ${presence.program}`);
    await presence.next();
    parent.kill(signal);
    assert.deepEqual(await once(parent, "exit"), [9, null]);
  });
}
