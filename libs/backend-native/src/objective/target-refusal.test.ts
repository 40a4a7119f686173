import { notebookSample } from "@lockstep/backend/conformance";
import { parseJobValue } from "@lockstep/job";
import { objectiveOf, ObjectiveError, type Objective } from "@lockstep/objective";
import { afterAll, expect, it } from "vitest";
import { openNativeBackend } from "../open-native-backend.js";

const backend = openNativeBackend();
afterAll(() => {
  backend.dispose();
});

/** What the core cannot compute, as it does not say what it is. */
function undescribed(objective: Objective): Objective {
  const { statisticsLength, metricNames, metricDirections, targetWidth, fromLogits } = objective;
  return {
    statisticsLength,
    metricNames,
    metricDirections,
    targetWidth,
    fromLogits,
    accumulate: (...batch) => {
      objective.accumulate(...batch);
    },
    summarise: (statistics) => objective.summarise(statistics),
  };
}

it("refuses a target in the same words, whoever computes the loss", () => {
  const { plan, parameters, batch } = notebookSample(3, 1);
  const { loss, metrics } = parseJobValue({
    name: "hinge",
    data: { train: { random: { sequences: 1, timeSteps: 1, features: 1, labels: "binary" } } },
    model: { layers: [{ type: "Dense", units: 1 }] },
    loss: "hinge",
  });
  const objective = objectiveOf({ loss, metrics }, plan);
  const wrong = { ...batch, y: Float32Array.of(0, 0.1, 1) };
  for (const chosen of [objective, undescribed(objective)]) {
    const model = backend.prepare(plan, chosen);
    model.setParameters(parameters);
    for (const compute of [() => model.gradient(wrong), () => model.evaluate(wrong)]) {
      expect(compute).toThrow(ObjectiveError);
      expect(compute).toThrow(
        expect.objectContaining({
          code: "wrong-target",
          message: "targets: row 1: expected -1 or 1 (or 0 for -1), got 0.10000000149011612",
        }),
      );
    }
    model.dispose();
  }
});
