import { deviation } from "@lockstep/golden-cases";
import * as fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { openNativeBackend } from "../open-native-backend.js";
import {
  convolve,
  countOf,
  pool,
  poolRules,
  type Definition,
  type Windows,
} from "../testing/plain-windows.js";
import { computeLayers, type LayerResults } from "../testing/single-layer.js";

const backend = openNativeBackend();
afterAll(() => backend.dispose());

const rows = 3;
const features = 2;
const filters = 3;

const upTo = (max: number) => fc.integer({ min: 1, max });

/** Windows that may see nothing of the sequence but its ends, or nothing at all. */
const windows: fc.Arbitrary<Windows> = fc
  .record({
    steps: upTo(9),
    size: upTo(5),
    stride: upTo(4),
    dilation: upTo(7),
    padding: fc.constantFrom("valid", "same", "causal"),
  })
  .filter((options) => options.stride === 1 || options.dilation === 1)
  .filter((options) => countOf(options) >= 1);

const poolWindows = windows
  .map((options) => ({ ...options, dilation: 1 }))
  .filter(({ padding }) => padding !== "causal");

/** Numbers no two of which are equal. */
const numbersOf = (length: number, start: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(start + 1.7 * i));

function expectDefinition(found: LayerResults, expected: Definition): void {
  for (const part of ["output", "inputGradient", "parameterGradient"] as const) {
    expect(found[part], part).toHaveLength(expected[part].length);
    if (expected[part].length > 0) expect(deviation(found[part], expected[part]), part).toBeLessThan(1e-5);
  }
}

it("Conv1D sees the time steps that its windows say, forward and back", () => {
  fc.assert(
    fc.property(windows, (options) => {
      const { steps, size, stride, dilation, padding } = options;
      const x = numbersOf(rows * steps * features, 1);
      const parameters = numbersOf((size * features + 1) * filters, 2);
      const cotangent = numbersOf(rows * countOf(options) * filters, 3);
      const sizes = { filters, kernelSize: size, strides: stride, dilationRate: dilation, padding };
      const found = computeLayers(backend, {
        layers: [{ type: "Conv1D", ...sizes }],
        shape: [steps, features],
        batch: { rows, inputs: [x] },
        parameters,
        cotangent,
      });
      expectDefinition(found, convolve({ ...options, rows, features, filters, x, parameters, cotangent }));
    }),
    { seed: 4, numRuns: 300 },
  );
});

it.each(["AveragePooling1D", "MaxPooling1D"] as const)(
  "%s sees the time steps that its windows say, forward and back",
  (type) => {
    fc.assert(
      fc.property(poolWindows, (options) => {
        const { steps, size, stride, padding } = options;
        const x = numbersOf(rows * steps * features, 1);
        const cotangent = numbersOf(rows * countOf(options) * features, 3);
        const found = computeLayers(backend, {
          layers: [{ type, poolSize: size, strides: stride, padding }],
          shape: [steps, features],
          batch: { rows, inputs: [x] },
          cotangent,
        });
        expectDefinition(found, pool(poolRules[type], { ...options, rows, features, x, cotangent }));
      }),
      { seed: 5, numRuns: 300 },
    );
  },
);
