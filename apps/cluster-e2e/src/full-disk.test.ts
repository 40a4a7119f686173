import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseJob } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LastingCoordinator } from "./testing/lasting-coordinator.js";
import { LockstepProcess } from "./testing/lockstep-process.js";
import { SmallDisk } from "./testing/small-disk.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
let disk: SmallDisk | { readonly reason: string };
let coordinator: LastingCoordinator | undefined;

beforeEach(async () => {
  workspace = await Workspace.open();
  await mkdir(workspace.path("disk"));
  disk = await SmallDisk.mount(workspace.path("disk"), 8);
});
afterEach(async () => {
  coordinator?.close();
  coordinator = undefined;
  const mounted = disk;
  await workspace.close(async () => {
    if (mounted instanceof SmallDisk) await mounted.unmount();
  });
});

/** Fills a folder's disk to the last byte. @returns what gives the room back */
async function fill(folder: string): Promise<() => Promise<void>> {
  const filler = join(folder, "filler");
  const block = new Uint8Array(4096);
  const isFull = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOSPC";
  for (let size = 8 * 256; size > 0;) {
    try {
      await writeFile(filler, block, { flag: "a" });
    } catch (error) {
      if (!isFull(error)) throw error;
      size = 0;
    }
  }
  return () => rm(filler);
}

const digests = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) => (event.type === "step" ? [event.digest] : []));

describe("a run whose disk is full", () => {
  it("pauses and says why, goes on when there is room, and loses nothing", async (context) => {
    if (!(disk instanceof SmallDisk)) return context.skip(disk.reason);
    coordinator = await LastingCoordinator.start(workspace.folder, "disk/data");
    const args = ["worker", "--coordinator", coordinator.address, "--worker-id", "one", "--backend", "wasm"];
    new LockstepProcess(args, { cwd: workspace.folder });
    const job = parseJob(
      notebookJob({ fit: { epochs: 300, batchSize: 32 }, checkpoints: { everySteps: 5 } }),
      { format: "json" },
    );
    const train = async (react: (event: RunEvent) => Promise<void>): Promise<RunEvent[]> => {
      const events: RunEvent[] = [];
      const runId = (await coordinator?.submit(job)) ?? "";
      for await (const event of coordinator?.watch(runId) ?? []) {
        events.push(event);
        await react(event);
      }
      return events;
    };
    const undisturbed = await train(() => Promise.resolve());
    let empty: (() => Promise<void>) | undefined;
    const disturbed = await train(async (event) => {
      if (event.type === "step" && event.step === 50) empty = await fill(workspace.path("disk"));
      if (event.type === "run-paused") await empty?.();
    });
    const paused = disturbed.flatMap((event) => (event.type === "run-paused" ? [event] : []));
    expect(paused[0]).toMatchObject({ cause: "storage" });
    expect(paused[0]?.reason).toMatch(/no space left/i);
    expect(disturbed.some(({ type }) => type === "run-continued")).toBe(true);
    expect(disturbed.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
    expect(digests(disturbed)).toEqual(digests(undisturbed));
  }, 120_000);
});
