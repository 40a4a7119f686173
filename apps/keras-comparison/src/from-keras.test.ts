import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GradientBackend, MicroBatch } from "@lockstep/backend";
import { deviation } from "@lockstep/golden-cases";
import { objectiveOf } from "@lockstep/objective";
import { initialState, optimizerOf, parameterPenalty } from "@lockstep/optimizer";
import { openBackend } from "@lockstep/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comparisonSettings } from "./testing/comparison-settings.js";
import { readKerasCase, type KerasCase, type KerasCaseDescription } from "./testing/keras-case.js";
import { kerasPython } from "./testing/keras-python.js";

const { seed, models } = comparisonSettings;

/** Both are float32 results: of values of size 1 they differ by some 1e-6, and more where terms cancel. */
const tolerance = { output: 2e-5, loss: 2e-5, gradient: 5e-4, losses: 2e-4, outputAfter: 5e-4 } as const;

const folder = mkdtempSync(join(tmpdir(), "lockstep-from-keras-"));
let unavailable: string | undefined;
let descriptions: KerasCaseDescription[] = [];
let backend: GradientBackend;

beforeAll(async () => {
  ({ backend } = await openBackend("auto"));
  const python = await kerasPython();
  if ("unavailable" in python) unavailable = python.unavailable;
  else {
    await python.run("make_models.py", [folder, String(seed), String(models)]);
    descriptions = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")) as KerasCaseDescription[];
  }
}, 900_000);
afterAll(() => {
  backend.dispose();
  rmSync(folder, { recursive: true });
});

describe("a random model of Keras's", () => {
  it.for(Array.from({ length: models }, (_, index) => index))(
    `of seed ${seed} + %i: outputs, loss, gradients and steps of training are Keras's`,
    async (index, context) => {
      if (unavailable !== undefined) context.skip(unavailable);
      const description = descriptions[index]!;
      const kerasCase = await readKerasCase(folder, index, description);
      const ours = train(kerasCase, kerasCase.tensor("losses").length);
      const apart = Object.entries(ours).map(([name, values]) => {
        const expected = name === "gradient" ? kerasCase.gradient : kerasCase.tensor(name);
        return [name, deviation(values, expected)] as const;
      });
      for (const [name, distance] of apart) {
        const what = `${name} of ${JSON.stringify(description)}`;
        expect(distance, what).toBeLessThanOrEqual(tolerance[name as keyof typeof tolerance]);
      }
    },
  );
});

/** What Lockstep makes of the model: a pass over the whole batch, then some steps of training. */
function train({ plan, job, parameters, tensor }: KerasCase, steps: number) {
  const objective = objectiveOf(job, plan);
  const model = backend.prepare(plan, objective);
  const optimizer = optimizerOf(job.optimizer, plan.parameters);
  const penalty = parameterPenalty(plan.parameters);
  const x = tensor("x");
  const size = plan.inputShape.reduce((product, axis) => product * axis, 1);
  const batch: MicroBatch = { rows: x.length / size, inputs: [x], y: tensor("y") };
  const step = (values: Float32Array) => {
    model.setParameters(values);
    const { gradient, statistics } = model.gradient(batch);
    const mean = gradient.map((sum) => sum / (statistics[1] ?? NaN));
    penalty.addGradient(values, mean);
    return { mean, loss: (objective.summarise(statistics).loss ?? NaN) + penalty.loss(values) };
  };
  let state = initialState(optimizer, parameters);
  const first = step(parameters);
  const output = model.predict(batch).predictions;
  const losses = Array.from({ length: steps }, () => {
    const { mean, loss } = step(state.parameters);
    state = optimizer.update(state, mean);
    return loss;
  });
  model.setParameters(state.parameters);
  const outputAfter = model.predict(batch).predictions;
  model.dispose();
  return { output, loss: [first.loss], gradient: first.mean, losses, outputAfter };
}
