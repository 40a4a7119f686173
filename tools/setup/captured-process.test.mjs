import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { endRunningPrograms, excerptOf, runCaptured, sayOutcome, tailOf } from "./captured-process.mjs";
import { presenceServer, testFolder, writeFiles } from "./testing.mjs";

test("a program's output goes to the log file, its code comes back", async (t) => {
  const logFile = join(testFolder(t), "logs", "program.log");
  const outcome = await runCaptured(
    process.execPath,
    ["-e", "console.log('out'); console.error('err'); process.exitCode = 3"],
    { logFile },
  );
  assert.equal(sayOutcome(outcome), "ended with code 3");
  assert.equal(readFileSync(logFile, "utf8"), "out\nerr\n");
});

test("a program that doesn't exist ends with code 127 and a word in the log", async (t) => {
  const logFile = join(testFolder(t), "program.log");
  const outcome = await runCaptured("no-such-program-at-all", [], { logFile });
  assert.equal(outcome.code, 127);
  assert.match(tailOf(logFile, 1), /no-such-program-at-all can't be started/);
});

test("a program ended by a signal is told from one that failed", async (t) => {
  const outcome = await runCaptured(process.execPath, ["-e", "process.kill(process.pid, 'SIGTERM')"], {
    logFile: join(testFolder(t), "log"),
  });
  assert.equal(sayOutcome(outcome), "was ended by SIGTERM");
});

test("a program that is given up ends, with the reason", async (t) => {
  const presence = await presenceServer(t);
  const outcome = runCaptured(process.execPath, ["-e", presence.program], {
    logFile: join(testFolder(t), "log"),
    giveUp: () => "nothing came",
  });
  assert.equal(sayOutcome(await outcome), "nothing came");
});

test("ending the running programs ends their children too", async (t) => {
  const presence = await presenceServer(t);
  const parentOf = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(presence.program)}], { stdio: "ignore" }); setInterval(() => {}, 1000)`;
  const outcome = runCaptured(process.execPath, ["-e", parentOf], { logFile: join(testFolder(t), "log") });
  const grandchild = await presence.next();
  endRunningPrograms();
  await once(grandchild, "close");
  assert.equal((await outcome).signal, "SIGKILL");
});

test("a program ends when whoever started it is killed", async (t) => {
  const presence = await presenceServer(t);
  const starter = `import { runCaptured } from ${JSON.stringify(new URL("captured-process.mjs", import.meta.url).href)};
    await runCaptured(process.execPath, ["-e", ${JSON.stringify(presence.program)}], { logFile: ${JSON.stringify(join(testFolder(t), "log"))} });`;
  const set = spawn(process.execPath, ["--input-type=module", "-e", starter], { stdio: "inherit" });
  const program = await presence.next();
  set.kill("SIGKILL");
  await once(program, "close");
});

test("an excerpt keeps the beginning and the end, without the noise", (t) => {
  const folder = testFolder(t);
  writeFiles(folder, { log: ["noise", ...Array.from({ length: 100 }, (_, i) => `line ${i}`)].join("\n") });
  const lines = excerptOf(join(folder, "log"), /^noise/).split("\n");
  assert.deepEqual([lines[0], lines[12], lines.at(-1), lines.length], ["line 0", "...", "line 99", 40]);
});
