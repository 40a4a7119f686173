// Processes are started from files that Node can run: these are the built ones.
import { LoadCluster } from "@lockstep/benchmark";
import { afterEach, expect, it } from "vitest";
import { notebookJob } from "../shapes/notebook.js";

let cluster: LoadCluster | undefined;
afterEach(() => cluster?.close());

it("trains with workers that compute nothing, and tells how the coordinator fared", async () => {
  cluster = await LoadCluster.start();
  expect(await cluster.coordinatorMemoryMiB()).toBeGreaterThan(10);
  await cluster.addWorkers(5, 2);
  const figures = await cluster.train(notebookJob({ steps: 30, epochs: 1, microBatchSize: 4 }), 5, 10);
  expect(figures.stepMs).toBeGreaterThan(0);
  expect(figures.roundTripsMs.length).toBeGreaterThanOrEqual(5);
  expect(figures.busyMs).toBeGreaterThan(0);
  expect(figures.processorMs).toBeGreaterThan(0);
  expect(figures.longestBlockMs).toBeGreaterThanOrEqual(figures.block99Ms);
});

it("says why where no step can be taken", async () => {
  cluster = await LoadCluster.start();
  await cluster.addWorkers(1, 1);
  const job = { ...notebookJob({ steps: 2, epochs: 1, microBatchSize: 4 }), loss: "no loss" };
  await expect(cluster.train(job as never, 1, 0)).rejects.toThrow("loss: expected");
});
