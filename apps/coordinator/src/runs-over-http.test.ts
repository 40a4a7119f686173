import { join } from "node:path";
import { loadModel } from "@lockstep/checkpoint";
import type { WeightsPage } from "@lockstep/telemetry/views";
import { afterEach, beforeEach, expect, it } from "vitest";
import { resultFor } from "./testing/raw-worker.js";
import { smallAnswer, smallJob } from "./testing/small-job.js";
import { answerAll, TestCoordinator } from "./testing/test-coordinator.js";

let test: TestCoordinator;
beforeEach(async () => {
  test = await TestCoordinator.start();
});
afterEach(() => test.close());

async function ask(path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const asked = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(`http://${test.coordinator.httpAddress}/v1/${path}`, body ? asked : {});
  return { status: response.status, body: await response.json() };
}

it("tells a run's job and weights, and what is missing of them", async () => {
  const worker = test.rawWorker();
  worker.hello();
  const runId = await test.client.submit({ kind: "train", job: smallJob() });
  const { values } = await worker.next("parameters");
  expect((await ask(`runs/${runId}/job`)).body).toMatchObject({ name: smallJob().name });
  await answerAll(worker, runId, (one) => resultFor(one, one.purpose === "gradient" ? values.length : 0));
  const end = (await test.eventsOf(runId)).at(-1);
  const { body } = await ask(`runs/${runId}/weights`);
  const { step, parameters } = body as WeightsPage;
  const model = await loadModel(join(test.dataDir, "runs", runId, "model.safetensors"));
  expect(end).toMatchObject({ type: "run-finished", steps: step });
  expect(parameters.map(({ layer, name, shape }) => [layer, name, shape])).toEqual(
    model.plan.parameters.map(({ layer, name, shape }) => [layer, name, shape]),
  );
  for (const [index, { offset, size }] of model.plan.parameters.entries()) {
    const all = model.parameters.subarray(offset, offset + size);
    expect(parameters[index]).toMatchObject({ least: Math.min(...all), greatest: Math.max(...all) });
    expect(parameters[index]?.counts.reduce((sum, count) => sum + count, 0)).toBe(size);
  }
  for (const path of ["runs/none/weights", "runs/none/job"])
    expect(await ask(path)).toEqual({ status: 404, body: { error: "run: there is no run none" } });
});

it("steers a run: what is asked for is done where the coordinator's events say so", async () => {
  const runId = await test.client.submit({ kind: "train", job: smallJob() });
  const worker = test.rawWorker();
  worker.hello();
  await worker.next("assignment");
  expect(await ask(`runs/${runId}/resume`, {})).toMatchObject({ status: 409 });
  expect(await ask(`runs/${runId}/stop`, { reason: "enough" })).toEqual({ status: 200, body: {} });
  await answerAll(worker, runId, smallAnswer);
  expect((await test.eventsOf(runId)).at(-1)).toMatchObject({ outcome: "stopped", reason: "enough" });
  expect(await ask("workers/none/drain", {})).toMatchObject({ status: 404 });
  expect(await ask("runs/none/pause", {})).toMatchObject({ status: 404 });
});
