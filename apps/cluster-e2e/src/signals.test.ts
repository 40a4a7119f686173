import { readFileSync } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCoordinator } from "./testing/coordinator-process.js";
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

/** A process's children, with their command lines. */
async function childrenOf(pid: number): Promise<{ pid: number; command: string }[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  const pids = text.trim().split(" ").map(Number);
  return Promise.all(
    pids.map(async (child) => ({ pid: child, command: await readFile(`/proc/${child}/cmdline`, "utf8") })),
  );
}

/** Resolves when the process is gone; the test's time limit is the limit. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Whether a process with that id is there, and not a zombie that nobody has waited for. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code === "ENOENT" ||
      (error as NodeJS.ErrnoException).code === "ESRCH"
    )
      return false;
    throw error;
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

  it("twice ends a run at once, also where its coordinator hangs", async () => {
    const run = startRun();
    await run.printed("Epoch 1/100000");
    const children = await childrenOf(run.pid);
    for (const { pid } of children) process.kill(pid, "SIGSTOP");
    run.kill(signal);
    await run.printed("Once more ends now");
    // A second that comes at once would be taken for the first, which comes twice under npm.
    await new Promise((resolve) => setTimeout(resolve, 300));
    run.kill(signal);
    const { code, stderr } = await run.ended;
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(/to go on with it: lockstep run --resume notebook-/);
    await Promise.all(children.map(({ pid }) => gone(pid)));
  }, 60_000);

  it("once drains a coordinator and a worker", async () => {
    const { process: coordinator, address } = await startCoordinator(workspace);
    const worker = new LockstepProcess(["worker", "--coordinator", address, "--backend", "wasm"], {
      cwd: workspace.folder,
    });
    await coordinator.printed("a worker joined");
    worker.kill(signal);
    expect((await worker.ended).code).toBe(exitCode);
    await coordinator.printed("a worker left");
    coordinator.kill(signal);
    expect((await coordinator.ended).code).toBe(exitCode);
  }, 60_000);
});

describe("a coordinator whose workers stand still", () => {
  it("ends nevertheless when it is told to", async () => {
    const { process: coordinator, address } = await startCoordinator(workspace);
    const args = ["worker", "--coordinator", address, "--backend", "wasm"];
    const workers = [1, 2].map(() => new LockstepProcess(args, { cwd: workspace.folder }));
    const submitting = ["submit", "job.json", "--coordinator", address, "--follow"];
    const submitted = new LockstepProcess(submitting, { cwd: workspace.folder });
    await submitted.printed("Epoch 3/100000");
    for (const worker of workers) worker.kill("SIGSTOP");
    coordinator.kill("SIGTERM");
    expect((await coordinator.ended).code).toBe(143);
    expect(coordinator.stderr).toContain("left after step");
    for (const process of [...workers, submitted]) process.kill("SIGKILL");
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
    await Promise.all(children.map(({ pid }) => gone(pid)));
  }, 60_000);
});

describe("a run whose workers are killed", () => {
  it("fails, says which, and does not hang", async () => {
    const run = startRun();
    await run.printed("Epoch 1/100000");
    const workers = (await childrenOf(run.pid)).filter(({ command }) => command.includes("\0worker\0"));
    expect(workers).toHaveLength(2);
    for (const { pid } of workers) process.kill(pid, "SIGKILL");
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/worker-1.*SIGKILL/);
  }, 60_000);
});
