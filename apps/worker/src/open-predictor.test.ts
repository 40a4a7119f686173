import { parseJobValue } from "@lockstep/job";
import { planJob } from "@lockstep/model";
import { expect, it } from "vitest";
import { openPredictor, type Predictor } from "./open-predictor.js";

async function predictorOf(layers: readonly object[], parameters: readonly number[]): Promise<Predictor> {
  const job = parseJobValue({
    data: { train: { random: { sequences: 1, timeSteps: 3, features: 1 } } },
    model: { layers },
    loss: "mean_squared_error",
  });
  const plan = planJob(job, [[3, 1]]);
  return openPredictor({ job, plan, parameters: Float32Array.from(parameters) }, "wasm");
}

it("predicts sequences as they come, also shorter ones where the model takes these", async () => {
  const predictor = await predictorOf([{ type: "Dense", units: 1 }], [2, 1]);
  expect(predictor).toMatchObject({ backend: "wasm", takesAnyTime: true });
  expect([...predictor.predict(Float32Array.of(1, 2, 3), 3)]).toEqual([3, 5, 7]);
  expect([...predictor.predict(Float32Array.of(4), 1)]).toEqual([9]);
  predictor.close();
});

it("knows a model that takes sequences of one length alone", async () => {
  const predictor = await predictorOf([{ type: "Flatten" }, { type: "Dense", units: 1 }], [1, 10, 100, 0]);
  expect(predictor.takesAnyTime).toBe(false);
  expect([...predictor.predict(Float32Array.of(1, 2, 3), 3)]).toEqual([321]);
  predictor.close();
});
