import {
  deviation,
  jobOptions,
  listGoldenCases,
  readGoldenCase,
  tolerance,
  type GoldenCase,
} from "@lockstep/golden-cases";
import { planModel, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { parameterPenalty } from "@lockstep/optimizer";
import { describe, expect } from "vitest";
import type { MicroBatch } from "../gradient-backend.js";
import { backendTests, type OpenBackend } from "./backend-tests.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { goldenLayers, goldenParameters, splitRows } from "./golden-layers.js";
import { describedModel, jobOf } from "./model-spec.js";

/** Number of cases of each kind that a backend is asked for: nobody would miss one that is not found. */
const caseCounts = { layer: 132, model: 9 } as const;

/** Outputs, states, losses, metrics and gradients of Keras in float64, for every golden case of a layer or model. */
export function describeGoldenConformance(openBackend: OpenBackend): void {
  describe("agrees with Keras", () => {
    const it = backendTests(openBackend);

    it.for(["layer", "model"] as const)("on all %s cases", (kind) => {
      expect(listGoldenCases(kind)).toHaveLength(caseCounts[kind]);
    });

    it.for(listGoldenCases("layer"))("on the layers of %s", (name, { backend }) => {
      const golden = readGoldenCase(name);
      const { plan, parameters, batch } = goldenLayers(golden);
      const model = backend.prepare(plan, cotangentObjective(plan));
      model.setParameters(parameters);
      const sums = model.gradient(batch, { inputGradients: true });
      const { predictions } = model.predict({ ...batch, y: new Float32Array() });
      model.dispose();
      expectOutputs(golden, predictions, batch);
      expectSummedLoss(golden, sums.statistics[0] ?? NaN, { predictions, cotangents: batch.y });
      expectGradients(golden, plan, sums.gradient);
      expectInputGradients(golden, sums.inputGradients ?? []);
    });

    it.for(listGoldenCases("model"))("on the loss and metrics of %s", (name, { backend }) => {
      const golden = readGoldenCase(name);
      const job = jobOf({ ...jobOptions(golden), name });
      const plan = planModel(describedModel(job), golden.shape("x").slice(1));
      const objective = objectiveOf(job, plan);
      const parameters = goldenParameters(golden, plan);
      const model = backend.prepare(plan, objective);
      model.setParameters(parameters);
      const batch = modelBatch(golden);
      const { gradient, statistics } = model.gradient(batch);
      const { predictions } = model.predict({ ...batch, y: new Float32Array() });
      model.dispose();
      const weight = statistics[1] ?? NaN;
      const penalty = parameterPenalty(plan.parameters);
      const mean = gradient.map((value) => value / weight);
      penalty.addGradient(parameters, mean);
      const { loss = NaN, ...metrics } = objective.summarise(statistics);
      const total = loss + penalty.loss(parameters);
      expectClose(golden, "output", predictions);
      expectClose(golden, "loss", [total]);
      expectGradients(golden, plan, mean);
      expectMetrics(golden, { ...metrics, loss: total });
    });
  });
}

function modelBatch(golden: GoldenCase): MicroBatch {
  const given = (name: string) => (golden.tensors.has(name) ? golden.float32(name) : undefined);
  const [weights, mask] = [given("sampleWeight"), given("mask")];
  return {
    rows: golden.shape("x")[0] ?? 0,
    inputs: [golden.float32("x")],
    y: golden.float32("y"),
    ...(weights && { weights }),
    ...(mask && { mask }),
  };
}

function expectOutputs(golden: GoldenCase, predictions: Float32Array, { rows }: MicroBatch): void {
  const states = golden.numbered("state");
  const sizes = [golden.float64("output64"), ...states].map(({ length }) => length / rows);
  const [output = new Float32Array(), ...found] = splitRows(predictions, sizes);
  expectClose(golden, "output", output);
  found.forEach((state, i) => {
    expectClose(golden, `state/${i}`, state);
  });
}

function expectGradients(golden: GoldenCase, plan: ModelPlan, gradient: Float32Array): void {
  const names = plan.parameters.map(({ layer, name, offset, size }) => {
    const tensor = `gradients/${layer}/${name}`;
    expectClose(golden, tensor, gradient.subarray(offset, offset + size));
    return tensor;
  });
  // A parameter that the plan does not have would go unseen.
  const known = [...golden.tensors.keys()].filter((name) => /^gradients\/.*\//.test(name));
  expect(names).toEqual(expect.arrayContaining(known.filter((name) => !name.includes("/initialState/"))));
}

function expectInputGradients(golden: GoldenCase, gradients: readonly Float32Array[]): void {
  const [x = new Float32Array(), ...states] = gradients;
  if (golden.tensors.has("gradients/x")) expectClose(golden, "gradients/x", x);
  else expect(x, "gradient of token ids").toHaveLength(0);
  expect(states).toHaveLength(golden.numbered("gradients/initialState").length);
  states.forEach((state, i) => {
    expectClose(golden, `gradients/initialState/${i}`, state);
  });
}

/**
 * The loss of a layer case is a sum of outputs times cotangents of both signs, which may all but cancel: it can be no
 * closer than its terms are.
 */
function expectSummedLoss(
  golden: GoldenCase,
  loss: number,
  terms: { readonly predictions: Float32Array; readonly cotangents: Float32Array },
): void {
  const [loss64 = NaN] = golden.float64("loss64");
  const size = terms.predictions.reduce(
    (sum, value, i) => sum + Math.abs(value * (terms.cotangents[i] ?? NaN)),
    0,
  );
  const allowed = Math.max(tolerance(golden, "loss") * Math.abs(loss64), tolerance(golden, "output") * size);
  expect(Math.abs(loss - loss64), "deviation of loss").toBeLessThanOrEqual(allowed);
}

function expectMetrics(golden: GoldenCase, found: Readonly<Record<string, number>>): void {
  const expected = golden.expected64?.metrics ?? {};
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    expect(deviation([found[name] ?? NaN], [value]), name).toBeLessThanOrEqual(tolerance(golden, "metrics"));
  }
}

/** Holds a tensor against Keras's float64 one: `output` against `output64`, `gradients/x` against `gradients64/x`. */
function expectClose(golden: GoldenCase, name: string, values: ArrayLike<number>): void {
  const name64 = name.replace(/^[^/]*/, (first) => `${first}64`);
  expect(deviation(values, golden.float64(name64)), `deviation of ${name}`).toBeLessThanOrEqual(
    tolerance(golden, name),
  );
}
