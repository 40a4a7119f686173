import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cluster } from "./testing/cluster.js";
import { exampleFiles, exampleJob } from "./testing/examples.js";
import { numbersOf } from "./testing/numbers-of-run.js";
import { smallJob } from "./testing/small-job.js";
import { specialJobs } from "./testing/special-jobs.js";
import { Workspace } from "./testing/workspace.js";

const workspace = await Workspace.open();
const waves = { shape: [20, 9, 1], values: Float32Array.from({ length: 180 }, (_, at) => Math.sin(at)) };
const perTimeStep = await workspace.writeNpz("per-time-step.npz", { x: waves, y: waves });

let clusters: readonly Cluster[];
// The processes stay for all jobs: they take longer to start than the jobs to run.
beforeAll(async () => {
  clusters = await Promise.all([1, 2, 4].map((workers) => Cluster.start(workspace, workers)));
});
afterAll(async () => {
  for (const cluster of clusters) cluster.close();
  await workspace.close();
});

const special = specialJobs(perTimeStep);
const examples = await Promise.all(
  (await exampleFiles()).map(async (file) => [file, smallJob(await exampleJob(file))] as const),
);

describe("1, 2 and 4 workers have the same digests, losses and measures", () => {
  it.each([...examples, ...Object.entries(special)])(
    "of %s",
    async (_, job) => {
      const [one, ...others] = await Promise.all(
        clusters.map(async (cluster) => numbersOf(await cluster.train(job))),
      );
      expect(new Set(one?.digests).size).toBeGreaterThan(1);
      for (const other of others) expect(other).toEqual(one);
    },
    120_000,
  );
});

describe("states that travel from step to step", () => {
  it.each([
    ["segments", "truncate", "worker-3"],
    ["batches", "stateful", "worker-2"],
  ])(
    "are the same between %s where a worker is killed",
    async (_, name, victim) => {
      const [one, , four] = clusters;
      const job = special[name];
      if (!one || !four || !job) throw new Error(`expected clusters and a job ${name}`);
      // The worker must be gone long before the end, and a step takes a millisecond or two.
      const longer = { ...job, fit: { ...job.fit, epochs: 150 } };
      const undisturbed = await one.train(longer);
      const disturbed = await four.train(longer, (event) => {
        if (event.type === "step" && event.step === 8) four.kill(victim);
      });
      expect(disturbed).toContainEqual(expect.objectContaining({ type: "worker-left", workerId: victim }));
      expect(numbersOf(disturbed)).toEqual(numbersOf(undisturbed));
    },
    120_000,
  );
});
