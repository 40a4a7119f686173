import { sampleOfStack } from "@lockstep/backend/conformance";
import { afterAll, expect, it } from "vitest";
import { openNativeBackend } from "./open-native-backend.js";
import { squaredError } from "./testing/sample-results.js";

const backend = openNativeBackend({ threads: 1 });
afterAll(() => backend.dispose());

it("takes several micro-batches at once only as far as memory is not the worse for it", () => {
  const rows = 64;
  // Values and gradients of 26 MB each for each sequence: some 5 GB for all of them at once.
  const wide = {
    layers: [
      { type: "Dense", units: 16384 },
      { type: "Dense", units: 1 },
    ],
  };
  const { plan, parameters, batch } = sampleOfStack(wide, { rows, timeSteps: 400, features: 1 }, 3);
  const model = backend.prepareForRanges(plan, squaredError({ plan }));
  model.setParameters(parameters);
  const before = process.memoryUsage.rss();
  const { isFinite } = model.computeRangeHere!({
    purpose: "gradient",
    rows: Array.from({ length: rows }, () => 1),
    batch,
  });
  expect(isFinite).toBe(true);
  expect((process.memoryUsage.rss() - before) / 2 ** 30).toBeLessThan(1.5);
  model.dispose();
});
