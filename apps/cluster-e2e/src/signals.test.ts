import { access } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LockstepProcess } from "./testing/lockstep-process.js";
import type { RunDocument } from "./testing/run-document.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;

/** Long enough that it is never over by itself before a signal. */
const long = notebookJob({ fit: { epochs: 100_000, batchSize: 32 } });

beforeEach(async () => {
  workspace = await Workspace.open();
  await workspace.write("job.json", long);
});
afterEach(() => workspace.close());

function startRun(...options: string[]): LockstepProcess {
  const args = ["run", "job.json", "--backend", "wasm", "--workers", "2", ...options];
  return new LockstepProcess(args, { cwd: workspace.folder });
}

/** Whether a process with that id is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s", (signal, exitCode) => {
  it("once drains a run: its step is finished, and what was trained is saved", async () => {
    const run = startRun("--json");
    await run.printed("Epoch 3/100000");
    run.kill(signal);
    const { code, stdout, stderr } = await run.ended;
    expect(code, stderr).toBe(exitCode);
    const document = JSON.parse(stdout) as RunDocument;
    expect(document.outcome).toBe("stopped");
    expect(document.steps.length).toBeGreaterThanOrEqual(12);
    expect(document.finalDigest).toBe(document.steps.at(-1)?.digest);
    await access(document.model);
  }, 60_000);

  it("twice ends a run at once", async () => {
    const run = startRun();
    await run.printed("Epoch 1/100000");
    run.kill("SIGSTOP");
    // Both are there when the process goes on; the second may not be taken for the terminal's echo of the first.
    run.kill(signal);
    run.kill("SIGCONT");
    await run.printed(/once more|again/);
    run.kill(signal);
    expect((await run.ended).code).toBe(exitCode);
  }, 60_000);

  it("once drains a coordinator and a worker", async () => {
    const args = ["coordinator", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"];
    const coordinator = new LockstepProcess(args, { cwd: workspace.folder, ipc: true });
    const { grpc } = await coordinator.message("ready");
    const worker = new LockstepProcess(["worker", "--coordinator", String(grpc), "--backend", "wasm"], { cwd: workspace.folder });
    await coordinator.printed("a worker joined");
    worker.kill(signal);
    expect((await worker.ended).code).toBe(exitCode);
    await coordinator.printed("a worker left");
    coordinator.kill(signal);
    expect((await coordinator.ended).code).toBe(exitCode);
  }, 60_000);
});

describe("a run whose process is killed", () => {
  it("leaves no process behind", async () => {
    const run = startRun();
    await run.printed("Epoch 1/100000");
    const children = await childrenOf(run.pid);
    expect(children).toHaveLength(3);
    run.kill("SIGKILL");
    await run.ended;
    await Promise.all(children.map(gone));
  }, 60_000);

  async function childrenOf(pid: number): Promise<number[]> {
    const { readFile } = await import("node:fs/promises");
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text.trim().split(" ").map(Number);
  }

  /** Resolves when the process is gone; the test's time limit is the limit. */
  async function gone(pid: number): Promise<void> {
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

describe("a run whose workers are killed", () => {
  it("fails, says which, and does not hang", async () => {
    const run = startRun();
    await run.printed("Epoch 1/100000");
    const { readFile } = await import("node:fs/promises");
    const pids = (await readFile(`/proc/${run.pid}/task/${run.pid}/children`, "utf8")).trim().split(" ").map(Number);
    const commands = await Promise.all(pids.map(async (pid) => ({ pid, command: await readFile(`/proc/${pid}/cmdline`, "utf8") })));
    const workers = commands.filter(({ command }) => command.includes("\0worker\0"));
    expect(workers).toHaveLength(2);
    for (const { pid } of workers) process.kill(pid, "SIGKILL");
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/worker-1.*SIGKILL/);
  }, 60_000);
});
