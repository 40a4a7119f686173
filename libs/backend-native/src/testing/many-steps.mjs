/**
 * Trains a model of range-file.ts for very many steps, each with new parameters: node --expose-gc many-steps.mjs FILE STEPS.
 * Prints by how many megabytes the process grew after the first tenth.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { readRange } from "./range-of-file.mjs";

const addon = createRequire(import.meta.url)("node-gyp-build")(
  fileURLToPath(new URL("../..", import.meta.url)),
);

const [, , path, count] = process.argv;
const steps = Number(count);
const range = readRange(path);
const model = range.newModel(addon);

function train(stepCount) {
  for (let step = 0; step < stepCount; step++) {
    model.setParameters(range.parameters);
    const given = range.gradientArguments();
    const { isFinite } = model.compute(...given);
    const gradient = given.at(-3);
    if (!isFinite) throw new Error("expected finite gradients");
    for (let i = 0; i < gradient.length; i++) range.parameters[i] -= 1e-4 * gradient[i];
  }
}

function megabytes() {
  for (let time = 0; time < 3; time++) globalThis.gc();
  return process.memoryUsage.rss() / 2 ** 20;
}

train(steps / 10);
const before = megabytes();
train(steps - steps / 10);
console.log(String(megabytes() - before));
