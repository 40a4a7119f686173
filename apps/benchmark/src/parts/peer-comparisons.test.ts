import { describe, expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import { Comparer } from "../report/comparer.js";
import { lstm128, notebookShape } from "../shapes/shape.js";
import { trainingFlops } from "../shapes/training-flops.js";
import { peerComparisons } from "./peer-comparisons.js";

function measured(minimum: number, median = 2 * minimum): Outcome {
  return { kind: "measured", minimum, median, repetitions: 3 };
}

const missing = { kind: "unavailable", reason: "not there" } as const;
const backends = ["native", "tensorflow"];

function compared(shape: typeof lstm128, outcomes: Readonly<Record<string, Outcome>>, ...names: string[]) {
  const labels = new Map([[`${shape.id}/torch-eager`, "PyTorch eager"]]);
  const comparisons = peerComparisons(
    shape,
    names.length > 0 ? names : backends,
    new Comparer(new Map(Object.entries(outcomes).map(([id, outcome]) => [`${shape.id}/${id}`, outcome]))),
    labels,
  );
  return (id: string) => comparisons.find((one) => one.id === `${shape.id}/${id}`);
}

describe("peerComparisons", () => {
  it.each([
    [10, "met"],
    [10.1, "missed"],
  ])("asks for 1.5 times the best form of the best library, step of %d ms: %s", (stepMs, verdict) => {
    const find = compared(lstm128, {
      "keras-step-plain": measured(20),
      "keras-step-jit": measured(18),
      "torch-eager": measured(15),
      "torch-compiled": missing,
      "jax-scan": measured(25),
      "lockstep-native-whole-here": measured(stepMs),
      "lockstep-native-whole-apart": measured(stepMs + 1),
    });
    const found = find("against-keras-torch-jax");
    expect(found).toMatchObject({ values: { ofMinima: 15 / stepMs }, verdict });
    expect(found?.label).toBe(
      "LSTM(128): step on native against the best of Keras, PyTorch and JAX (PyTorch eager)",
    );
  });

  it("asks for other ratios of the notebook's batch, of JAX apart", () => {
    const find = compared(notebookShape, {
      "keras-step-jit": measured(1),
      "jax-scan": measured(0.25),
      "lockstep-native-whole-here": measured(0.1),
    });
    expect(find("against-keras-torch")).toMatchObject({
      values: { ofMinima: 10 },
      aim: { relation: "at least", value: 10 },
      verdict: "met",
    });
    expect(find("against-jax")).toMatchObject({
      values: { ofMinima: 2.5 },
      aim: { relation: "at least", value: 2.5 },
      verdict: "met",
    });
  });

  it.each([
    [11.5, "met"],
    [11.6, "missed"],
  ])("lets Lockstep's own cut take 15 % longer: %d ms: %s", (cutMs, verdict) => {
    const find = compared(lstm128, {
      "lockstep-native-whole-here": measured(10),
      "lockstep-native-cut-apart": measured(cutMs),
    });
    expect(find("cut")?.values?.ofMinima).toBeCloseTo(10 * cutMs - 100);
    expect(find("cut")).toMatchObject({ verdict });
  });

  it("takes the step as a share of the fastest matrix product", () => {
    const find = compared(lstm128, {
      "sgemm-numpy": measured(20),
      "sgemm-torch": measured(25),
      "lockstep-native-whole-here": measured(10),
    });
    const peak = (2 * 1024 ** 3) / 20 / 1e6;
    expect(find("sgemm")?.values?.ofMinima).toBeCloseTo(peak);
    expect(find("share-of-peak")?.values?.ofMinima).toBeCloseTo(
      (trainingFlops(lstm128) / 10 / 1e6 / peak) * 100,
    );
  });

  it("takes the next backend where the first was not measured, and says so", () => {
    const find = compared(lstm128, {
      "torch-eager": measured(15),
      "lockstep-native-whole": missing,
      "lockstep-tensorflow-whole-here": measured(30),
    });
    expect(find("against-keras-torch-jax")).toMatchObject({
      label: expect.stringContaining("on tensorflow") as string,
      verdict: "missed",
    });
  });

  it("gives no verdict where no peer was measured", () => {
    const find = compared(lstm128, { "lockstep-native-whole-here": measured(10), torch: missing });
    expect(find("against-keras-torch-jax")).not.toHaveProperty("verdict");
    expect(find("sgemm")).not.toHaveProperty("values");
  });
});
