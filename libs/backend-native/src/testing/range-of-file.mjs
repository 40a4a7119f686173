import { readFileSync } from "node:fs";

/**
 * A range as range-file.ts writes it.
 * @param {string} path
 */
export function readRange(path) {
  const { programs, parameters, statisticsLength, rows, inputs, y } = JSON.parse(readFileSync(path, "utf8"));
  const range = [
    "gradient",
    Float64Array.of(rows),
    inputs.map((x) => Float32Array.from(x)),
    Float32Array.from(y),
    // No time steps, weights, mask, states and randomness.
    ...new Array(7).fill(undefined),
    // Its flow is asked for too: it may keep no memory either.
    true,
  ];
  /** New each time, as the worker's are. */
  const outputs = () => [
    new Float32Array(parameters.length),
    new Float64Array(statisticsLength),
    new Float32Array(0),
  ];
  return {
    parameters: Float32Array.from(parameters),
    /** Arguments of `compute`, and of `submit` after the pool; the last three are written to. */
    gradientArguments: () => [...range, ...outputs()],
    /** A model of its own, on the fastest instruction set. */
    newModel: (addon) => {
      const parts = programs.flatMap(({ words, numbers, strings }) => [
        Int32Array.from(words),
        Float64Array.from(numbers),
        strings,
      ]);
      return new addon.RangeModel(...parts, addon.instructionSets()[0]);
    },
  };
}
