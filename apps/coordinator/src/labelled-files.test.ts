import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseJobValue } from "@lockstep/job";
import { afterEach, beforeEach, expect, it } from "vitest";
import { resultFor } from "./testing/raw-worker.js";
import { answerAll, TestCoordinator } from "./testing/test-coordinator.js";

let test: TestCoordinator;
beforeEach(async () => {
  test = await TestCoordinator.start();
});
afterEach(() => test.close());

it("reads a file as the training data were read, gives labels to clients, and tells what else was written", async () => {
  await writeFile(join(test.dataDir, "train.csv"), "kind,a,b\ncat,1,2\ndog,3,4\n");
  await writeFile(join(test.dataDir, "new.csv"), "b,a\n6,5\n");
  const job = parseJobValue({
    data: { train: { csv: "train.csv", columns: ["a", "b"], label: "kind", rows: { from: 0, to: 2 } } },
    model: {
      layers: [
        { type: "SimpleRNN", units: 2 },
        { type: "Dense", units: 2, activation: "softmax" },
      ],
    },
    loss: "sparse_categorical_crossentropy",
    fit: {
      validationSplit: 0.5,
      callbacks: [{ type: "CSVLogger" }, { type: "ModelCheckpoint", monitor: "val_loss" }],
    },
  });
  const runId = await test.client.submit({ kind: "train", job });
  const worker = test.rawWorker();
  worker.hello();
  await answerAll(worker, runId, (one) => resultFor(one, 14));
  const folder = join(test.dataDir, "runs", runId);
  expect((await test.eventsOf(runId)).at(-1)).toMatchObject({
    outcome: "completed",
    best: join(folder, "best.safetensors"),
    log: join(folder, "log.csv"),
  });

  const prediction = await test.client.submit({ kind: "predict", model: runId, data: "new.csv" });
  const predictions = Float32Array.of(0.25, 0.75);
  const [assignment] = await answerAll(worker, prediction, (one) => resultFor(one, 0, { predictions }));
  expect([...(assignment?.fresh.values ?? [])]).toEqual([5, 6]);
  expect((await test.eventsOf(prediction)).at(-1)).not.toHaveProperty("best");
  expect(await test.client.predictions(prediction)).toEqual({
    shape: [1, 2],
    values: predictions,
    classLabels: ["cat", "dog"],
  });
});
