import { readFileSync } from "node:fs";

/**
 * A range as range-file.ts writes it.
 * @param {string} path
 */
export function readRange(path) {
  const { programs, parameters, rows, inputs, y } = JSON.parse(readFileSync(path, "utf8"));
  const batch = { rows, inputs: inputs.map((x) => Float32Array.from(x)), y: Float32Array.from(y) };
  return {
    parameters: Float32Array.from(parameters),
    /** Of `compute`, and of `submit` after the pool. */
    gradientArguments: ["gradient", [rows], batch],
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
