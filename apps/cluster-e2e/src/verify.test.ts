import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseJob } from "@lockstep/job";
import { faultyWorker } from "./testing/faulty-worker.js";
import { LastingCoordinator } from "./testing/lasting-coordinator.js";
import { lockstep, LockstepProcess } from "./testing/lockstep-process.js";
import type { RunDocument } from "./testing/run-document.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await Workspace.open();
});
afterEach(() => workspace.close());

const local = ["--backend", "wasm", "--workers", "1", "--slots", "1"];
const rate = (learningRate: number): object => ({ type: "Adam", learningRate });

function cli(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return lockstep(args, { cwd: workspace.folder });
}

/** Trains, 40 steps unless the change says otherwise. @returns the run's id */
async function train(change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  await workspace.write("job.json", notebookJob(change));
  const { stdout, stderr, code } = await cli("run", "job.json", ...local, "--json");
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as RunDocument).runId;
}

/** What `verify --json` prints of a run that differs, as far as it is looked at. */
interface Found {
  readonly outcome: string;
  readonly difference: { readonly step: number; readonly layers: string[] };
  readonly parameters: readonly { readonly layer: string }[];
}

/** A file of the run's folder. */
const fileOf = (runId: string, ...names: string[]): string =>
  join(workspace.folder, ".lockstep", "runs", runId, ...names);

/** The steps after which a folder of checkpoints has one, in order. */
async function stepsIn(folder: string): Promise<number[]> {
  const steps = (await readdir(folder)).map((name) => Number(/^step-(\d+)\.safetensors$/.exec(name)?.[1]));
  return steps.filter((step) => !Number.isNaN(step)).sort((a, b) => a - b);
}

describe("verify", () => {
  it("goes from the newest checkpoint before the first step, and passes damaged ones over", async () => {
    // Those that come due while one is being written give way to the newest, so which there are is looked up.
    const runId = await train({
      fit: { epochs: 60, batchSize: 32 },
      checkpoints: { everySteps: 5, keepLast: 99 },
    });
    const folder = fileOf(runId, "checkpoints");
    const steps = await stepsIn(folder);
    expect(steps.length).toBeGreaterThan(2);
    const [older, newer] = steps.slice(-3) as [number, number, number];
    const file = `step-${newer}.safetensors`;
    const range = ["--from", String(newer + 3), "--to", String(newer + 5), "--json"];
    const { code, stdout, stderr } = await cli("verify", runId.slice(0, -2), ...range);
    expect(code, stderr).toBe(0);
    const from = { from: newer + 1, to: newer + 5, checkpoint: `checkpoints/${file}`, outcome: "equal" };
    expect(JSON.parse(stdout)).toMatchObject({ runId, backend: "wasm", ...from });

    await writeFile(join(folder, file), "damaged");
    const again = await cli("verify", runId, ...range);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toMatch(new RegExp(`^passed over: .*${file}`, "m"));
    expect(JSON.parse(again.stdout)).toMatchObject({
      from: older + 1,
      checkpoint: `checkpoints/step-${older}.safetensors`,
    });
    expect(await readdir(folder)).toContain(file);
  }, 120_000);

  it("names the step, the layers and the weights where a worker computed wrong bits", async () => {
    const coordinator = await LastingCoordinator.start(workspace.folder, ".lockstep");
    const args = ["--coordinator", coordinator.address, "--worker-id", "liar", "--slots", "1"];
    // In a step whose checkpoint is kept for certain: no other comes due while it waits to be written.
    const fault = ["--backend", "wasm", "--flip-in-step", "40"];
    const worker = new LockstepProcess([...args, ...fault], { cwd: workspace.folder, program: faultyWorker });
    const job = notebookJob({ fit: { epochs: 15, batchSize: 32 }, checkpoints: { everySteps: 40 } });
    const runId = await coordinator.submit(parseJob(job, { format: "json" }));
    for await (const event of coordinator.watch(runId)) if (event.type === "run-finished") break;
    coordinator.close();
    worker.kill("SIGTERM");

    const { code, stdout, stderr } = await cli("verify", runId, "--json");
    expect(code, stderr).toBe(1);
    const found = JSON.parse(stdout) as Found;
    expect(found.outcome).toBe("different");
    expect(found.difference.step).toBe(40);
    expect(found.difference.layers.length).toBeGreaterThan(0);
    expect(found.parameters.map(({ layer }) => layer)).toEqual(
      expect.arrayContaining(found.difference.layers),
    );
    const before = await cli("verify", runId, "--to", "39");
    expect(before).toMatchObject({ code: 0, stdout: expect.stringContaining("steps 1 to 39") as unknown });
  }, 120_000);

  it("tells an update that was made otherwise from wrong gradients", async () => {
    const runId = await train();
    // The run is said to have been asked for another rate than it was trained with.
    const runFile = fileOf(runId, "run.json");
    const text = await readFile(runFile, "utf8");
    expect(text).toContain('"learningRate": 0.001');
    await writeFile(runFile, text.replaceAll('"learningRate": 0.001', '"learningRate": 0.5'));
    const { code, stdout, stderr } = await cli("verify", runId);
    expect(code, stderr).toBe(1);
    expect(stdout).toContain("step 1 (epoch 1) is the first that differs\n");
    expect(stdout).toContain("gradients: equal norms in every layer");
  }, 120_000);

  it("refuses data that changed, steps that are not there, and another backend", async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `${row % 7},${row % 2}`);
    const csv = (last: string): string => ["x,y", ...rows.slice(0, -1), last].join("\n");
    await writeFile(join(workspace.folder, "data.csv"), csv("3,1"));
    const data = { train: { csv: "data.csv", label: "y" } };
    const runId = await train({
      data,
      model: { layers: [{ type: "Flatten" }, { type: "Dense", units: 1 }] },
      loss: "mean_squared_error",
      metrics: [],
    });
    expect((await cli("verify", runId)).code).toBe(0);

    await writeFile(join(workspace.folder, "data.csv"), csv("4,1"));
    const changed = await cli("verify", runId);
    expect(changed).toMatchObject({ code: 2, stdout: "" });
    expect(changed.stderr).toContain("the data changed since the run began: expected SHA-256 ");
    const elsewhere = await cli("verify", runId, "--backend", "tensorflow");
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toContain("expected one that computes the bits of the run's workers");
    expect((await cli("verify", runId, "--to", "99999")).stderr).toContain("--to: expected at most ");
    expect((await cli("verify", "nope")).stderr).toContain('got "nope"; there: ');
  }, 120_000);
});

describe("diff", () => {
  it("finds where two runs part, and what they were asked to do differently", async () => {
    const one = await train({ name: "one" });
    const two = await train({ name: "two", optimizer: rate(0.002) });
    const { code, stdout, stderr } = await cli("diff", "one", "two", "--json");
    expect(code, stderr).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [one, two],
      outcome: "different",
      difference: { step: 1, layers: [] },
      identity: [{ field: "optimizer.learningRate", values: [0.001, 0.002] }],
    });
  }, 120_000);
});
