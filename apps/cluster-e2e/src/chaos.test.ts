import { connect, type Client } from "@lockstep/client";
import { parseJob } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCoordinator } from "./testing/coordinator-process.js";
import { LockstepProcess } from "./testing/lockstep-process.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
let client: Client | undefined;

beforeEach(async () => {
  workspace = await Workspace.open();
});
afterEach(async () => {
  client?.close();
  await workspace.close();
});

function startWorker(coordinator: string, workerId: string): LockstepProcess {
  return new LockstepProcess(["worker", "--coordinator", coordinator, "--worker-id", workerId], {
    cwd: workspace.folder,
  });
}

/** Trains and hands each event to the test as it comes. */
async function train(
  on: Client,
  change: Record<string, unknown>,
  minWorkers: number,
  react: (event: RunEvent) => void,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const job = parseJob(notebookJob(change), { format: "json" });
  for await (const event of on.watch(await on.submit({ kind: "train", job, minWorkers }))) {
    events.push(event);
    react(event);
  }
  return events;
}

const digests = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) => (event.type === "step" ? [event.digest] : []));
const of = (events: readonly RunEvent[], type: RunEvent["type"]): RunEvent[] =>
  events.filter((event) => event.type === type);

/**
 * Short leases, so that a stopped worker is found soon; 400 steps, of a millisecond or two each, so that a signal
 * comes long before the end.
 */
const hasty = {
  cluster: { microBatchSize: 4, leaseDurationMs: 500 },
  fit: { epochs: 100, batchSize: 32 },
};
const steps = 400;

describe("a run in which one worker is killed, another stopped past its lease, and a third joins late", () => {
  it("ends with the digests of an undisturbed run", async () => {
    const { address } = await startCoordinator(workspace);
    client = connect(address);

    const quiet = startWorker(address, "quiet");
    const undisturbed = await train(client, hasty, 1, () => undefined);
    quiet.kill("SIGTERM");
    expect((await quiet.ended).code).toBe(143);
    expect(digests(undisturbed)).toHaveLength(steps);

    const killed = startWorker(address, "killed");
    const stopped = startWorker(address, "stopped");
    let late: LockstepProcess | undefined;
    const disturbed = await train(client, hasty, 2, (event) => {
      if (event.type === "step" && event.step === 5) killed.kill("SIGKILL");
      if (event.type === "step" && event.step === 10) stopped.kill("SIGSTOP");
      if (event.type === "lease-expired" && event.workerId === "stopped")
        late ??= startWorker(address, "late");
      // Back when others have its work: what it still sends is stale.
      if (event.type === "worker-joined" && event.workerId === "late") stopped.kill("SIGCONT");
    });

    expect(late).toBeDefined();
    expect(of(disturbed, "worker-left")).toContainEqual(expect.objectContaining({ workerId: "killed" }));
    expect(of(disturbed, "lease-expired")).toContainEqual(expect.objectContaining({ workerId: "stopped" }));
    expect(of(disturbed, "worker-joined")).toContainEqual(expect.objectContaining({ workerId: "late" }));
    expect(disturbed.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed", steps });
    expect(digests(disturbed)).toEqual(digests(undisturbed));
  }, 120_000);

  it("loses no step when all workers are killed, again and again", async () => {
    const { address } = await startCoordinator(workspace);
    client = connect(address);
    let worker = startWorker(address, "w0");
    let count = 0;
    const events = await train(client, hasty, 1, (event) => {
      if (event.type !== "step" || event.step % 100 !== 3) return;
      worker.kill("SIGKILL");
      worker = startWorker(address, `w${++count}`);
    });
    worker.kill("SIGTERM");
    await worker.ended;
    const taken = events.flatMap((event) => (event.type === "step" ? [event.step] : []));
    expect(taken).toEqual(Array.from({ length: steps }, (_, index) => index + 1));
    expect(of(events, "worker-left").length).toBeGreaterThanOrEqual(4);
    expect(events.at(-1)).toMatchObject({ outcome: "completed" });
  }, 120_000);
});
