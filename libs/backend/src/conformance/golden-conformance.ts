import {
  layerOptions,
  deviation,
  listGoldenCases,
  readGoldenCase,
  tolerance,
  type GoldenCase,
} from "@lockstep/golden-cases";
import { layerTypes } from "@lockstep/job";
import { planModel, type ModelPlan } from "@lockstep/model";
import { objectiveOf, type Objective } from "@lockstep/objective";
import { describe, expect, it } from "vitest";
import type { GradientBackend, MicroBatch } from "../gradient-backend.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { layerSpecs } from "./layer-specs.js";
import { subject, type OpenBackend } from "./subject.js";

/** Must be among the cases that a test goes through: nobody would miss a case that is passed over. */
const expectedCases = { layer: "layer-simple-rnn-sequences-backwards", model: "model-notebook" } as const;

/** Outputs, losses and gradients of Keras in float64, for every golden case made of layers that a job can name. */
export function describeGoldenConformance(openBackend: OpenBackend): void {
  describe("agrees with Keras", () => {
    const backendOf = subject(openBackend);

    it.for(expressibleCases("layer"))("on the layers of %s", (name, context) => {
      const golden = readGoldenCase(name);
      const plan = planOf(golden);
      const batch = batchOf(golden, "cotangent");
      expectGolden(compute(backendOf(context), plan, cotangentObjective, golden, batch), plan, golden, 1);
    });

    it.for(expressibleCases("model"))("on the loss and metrics of %s", (name, context) => {
      const golden = readGoldenCase(name);
      const plan = planOf(golden);
      const objective = objectiveOf(
        { loss: { type: "binary_crossentropy", fromLogits: false }, metrics: ["accuracy"] },
        plan,
      );
      const batch = batchOf(golden, "y");
      const computed = compute(backendOf(context), plan, objective, golden, batch);
      expectGolden(computed, plan, golden, batch.rows);
      expect(objective.summarise(computed.statistics).accuracy).toBe(golden.expected64?.metrics?.accuracy);
    });
  });
}

function expressibleCases(kind: "layer" | "model"): string[] {
  const known: readonly string[] = layerTypes;
  const names = listGoldenCases(kind).filter((name) =>
    readGoldenCase(name).layers?.every(({ class_name }) => known.includes(class_name)),
  );
  if (!names.includes(expectedCases[kind]))
    throw new Error(`golden: expected ${expectedCases[kind]}, got ${names.join(", ")}`);
  return names;
}

function planOf(golden: GoldenCase): ModelPlan {
  return planModel(layerSpecs(layerOptions(golden.layers ?? [])), golden.shape("x").slice(1));
}

function batchOf(golden: GoldenCase, targets: string): MicroBatch {
  return { rows: golden.shape("x")[0] ?? 0, x: golden.float32("x"), y: golden.float32(targets) };
}

function compute(
  backend: GradientBackend,
  plan: ModelPlan,
  objective: Objective,
  golden: GoldenCase,
  batch: MicroBatch,
) {
  const model = backend.prepare(plan, objective);
  const parameters = new Float32Array(plan.parameterCount);
  for (const { layer, name, offset } of plan.parameters) {
    parameters.set(golden.float32(`parameters.before/${layer}/${name}`), offset);
  }
  model.setParameters(parameters);
  const computed = { ...model.gradient(batch), output: model.predict({ ...batch, y: new Float32Array() }) };
  model.dispose();
  return computed;
}

/** @param divisor what makes Keras's loss and gradients of our sums */
function expectGolden(
  computed: ReturnType<typeof compute>,
  plan: ModelPlan,
  golden: GoldenCase,
  divisor: number,
): void {
  expectClose(golden, "output", computed.output, golden.float64("output64"));
  expectClose(golden, "loss", [(computed.statistics[0] ?? NaN) / divisor], golden.float64("loss64"));
  for (const { layer, name, offset, size } of plan.parameters) {
    const gradient = computed.gradient.subarray(offset, offset + size).map((value) => value / divisor);
    expectClose(
      golden,
      `gradients/${layer}/${name}`,
      gradient,
      golden.float64(`gradients64/${layer}/${name}`),
    );
  }
}

function expectClose(
  golden: GoldenCase,
  name: string,
  values: ArrayLike<number>,
  values64: ArrayLike<number>,
): void {
  expect(deviation(values, values64), `deviation of ${name}`).toBeLessThanOrEqual(tolerance(golden, name));
}
