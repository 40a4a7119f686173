import { connect } from "@lockstep/client";
import { parseJob } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LastingCoordinator } from "./testing/lasting-coordinator.js";
import { lockstep, LockstepProcess } from "./testing/lockstep-process.js";
import { digestsOf, type RunDocument } from "./testing/run-document.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await Workspace.open();
});
afterEach(() => workspace.close());

const job = notebookJob({ fit: { epochs: 120, batchSize: 32 }, checkpoints: { everySteps: 7 } });
const local = ["--backend", "wasm", "--slots", "1"];

function cli(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return lockstep(args, { cwd: workspace.folder });
}

const documentOf = (stdout: string): RunDocument => JSON.parse(stdout) as RunDocument;

describe("a run of its own whose processes are killed", () => {
  it("is gone on with by --resume, to the same bits; verify and diff find nothing", async () => {
    await workspace.write("job.json", job);
    const undisturbed = documentOf((await cli("run", "job.json", ...local, "--json")).stdout);

    const run = new LockstepProcess(["run", "job.json", ...local], { cwd: workspace.folder });
    await run.printed("Epoch 20/120");
    run.kill("SIGKILL");
    await run.ended;
    // Its children end when they notice; until then the run is not free.
    let resumed = await cli("run", "--resume", ...local, "--json");
    while (/no run was interrupted|goes on in another process/.test(resumed.stderr))
      resumed = await cli("run", "--resume", ...local, "--json");
    expect(resumed.stderr).not.toContain("rror");
    const document = documentOf(resumed.stdout);
    expect(document.finalDigest).toBe(undisturbed.finalDigest);
    expect(digestsOf(document)).toEqual(digestsOf(undisturbed));

    const verified = await cli("verify", document.runId, "--backend", "wasm");
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
    const compared = await cli("diff", document.runId, undisturbed.runId);
    expect(compared.code, compared.stdout + compared.stderr).toBe(0);

    const again = await cli("run", "--resume", ...local);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("no run was interrupted");
  }, 240_000);
});

describe("a coordinator that is told to end", () => {
  it("leaves its runs to the next one, whose workers come back by themselves", async () => {
    const coordinator = await LastingCoordinator.start(workspace.folder, "data");
    const args = ["worker", "--coordinator", coordinator.address, "--worker-id", "one", ...local];
    const worker = new LockstepProcess(args, { cwd: workspace.folder });
    const submitted = parseJob(job, { format: "json" });
    const digests = async (disturb: (event: RunEvent) => Promise<void>): Promise<string[]> => {
      const found: string[] = [];
      const runId = await coordinator.submit(submitted);
      for await (const event of coordinator.watch(runId)) {
        if (event.type === "step") found.push(event.digest);
        await disturb(event);
      }
      return found;
    };
    const undisturbed = await digests(() => Promise.resolve());
    let restarts = 0;
    const disturbed = await digests(async (event) => {
      if (event.type !== "step" || event.step !== 100) return;
      coordinator.signal("SIGTERM");
      await coordinator.ended();
      restarts++;
      await coordinator.restart();
    });
    expect(restarts).toBe(1);
    expect(disturbed).toEqual(undisturbed);
    const client = connect(coordinator.address);
    expect((await client.runs()).map(({ state }) => state)).toEqual(["completed", "completed"]);
    client.close();
    worker.kill("SIGTERM");
    expect((await worker.ended).signal).toBe(null);
    coordinator.close();
  }, 240_000);
});
