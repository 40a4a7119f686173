import type { GradientBackend } from "@lockstep/backend";
import { listGoldenCases, readGoldenCase } from "@lockstep/golden-cases";
import { openBackend, prepareEnvironment, probeBackends } from "@lockstep/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareFit } from "./golden-comparison.js";
import { repeatFit } from "./golden-fit.js";

const cases = listGoldenCases("fit");
const probes = await probeBackends();
prepareEnvironment();

/** Every tensor and number of a case that a repetition is to be held against. */
function expectedNames(name: string): string[] {
  const { tensors, expected64 } = readGoldenCase(name);
  const compared = /^(parameters\.(after|final)|states\.(after|final)|output)64/;
  return [
    ...[...tensors.keys()]
      .filter((tensor) => compared.test(tensor))
      .map((tensor) => tensor.replace("64", "")),
    ...Object.keys(expected64?.history ?? {}).map((measure) => `history/${measure}`),
    ...Object.keys(expected64?.evaluate ?? {}).map((measure) => `evaluate/${measure}`),
    ...(["batchLosses", "epochs"] as const).filter((key) => expected64?.[key] !== undefined),
  ].sort();
}

it("there are 22 cases of Keras's fit", () => {
  expect(cases).toHaveLength(22);
});

describe.each(probes)("Keras's fits on $name", ({ name: choice, available, reason }) => {
  let backend: GradientBackend | undefined;
  beforeAll(async () => {
    if (available) ({ backend } = await openBackend(choice));
  });
  afterAll(() => backend?.dispose());

  // Sizes that do not divide the batches, and more workers than some rounds have micro-batches.
  describe.each([
    { microBatchSize: 4, workers: 1 },
    { microBatchSize: 3, workers: 3 },
  ])("in micro-batches of $microBatchSize on $workers workers", (cut) => {
    it.for(cases)("%s is repeated within its tolerances", (name, context) => {
      if (!backend) return context.skip(`backend ${choice} is not available: ${reason ?? ""}`);
      const golden = readGoldenCase(name);
      const outcome = repeatFit(golden, backend, cut);
      expect(outcome.training.result).toMatchObject({ outcome: "completed" });
      const comparisons = compareFit(golden, outcome);
      expect(comparisons.map(({ what }) => what).sort()).toEqual(expectedNames(name));
      expect(comparisons.filter((one) => !(one.deviation <= one.tolerance))).toEqual([]);
    });
  });
});
