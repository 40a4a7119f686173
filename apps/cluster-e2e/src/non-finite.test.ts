import { readdir, readFile } from "node:fs/promises";
import { parseSafetensors } from "@lockstep/safetensors";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lockstep } from "./testing/lockstep-process.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.open();
});
afterAll(() => workspace.close());

it("a training that diverges fails, names where it left the finite numbers, and saves none of them", async () => {
  const layers = [
    { type: "SimpleRNN", units: 4, activation: "linear", returnSequences: true, name: "rnn" },
    { type: "GlobalAveragePooling1D" },
    { type: "Dense", units: 1 },
  ];
  const diverging = {
    data: { train: { random: { sequences: 24, timeSteps: 10, features: 2, labels: "adding" } } },
    ...{ model: { layers }, loss: "mean_squared_error", metrics: [] },
    optimizer: { type: "SGD", learningRate: 1e30 },
    fit: { epochs: 2, batchSize: 12 },
  };
  await workspace.write("job.json", notebookJob(diverging));
  const { code, stderr, stdout } = await lockstep(["run", "job.json"], { cwd: workspace.folder });
  expect(stderr).toMatch(
    /failed after 1 steps?: step 2, micro-batch \d \(computed by worker-\d\), sequence \d+, layer rnn, time step 1 \(forward\): -?Infinity; the update is withheld/,
  );
  expect(code, stdout).toBe(1);
  const [runId = ""] = await readdir(workspace.path(".lockstep/runs"));
  // The first step's, which are large and finite.
  const { tensors } = parseSafetensors(
    await readFile(workspace.path(`.lockstep/runs/${runId}/model.safetensors`)),
  );
  expect(tensors.size).toBe(5);
  for (const { data } of tensors.values()) expect(Array.from(data, Number).every(Number.isFinite)).toBe(true);
});
