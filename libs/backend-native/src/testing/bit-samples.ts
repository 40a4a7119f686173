import { sampleOf, sampleOfStack, stackNames, type Sample } from "@lockstep/backend/conformance";
import { wideStacks } from "./wide-stacks.js";

const small = { rows: 5, timeSteps: 7, features: 3 };
const wide = { rows: 29, timeSteps: 11, features: 19 };
const seed = 31;

/** Names of the models whose bits are compared: those of the conformance tests, and wide ones. */
export const bitSampleNames: readonly string[] = [...stackNames, ...Object.keys(wideStacks)];

/** The model of that name with a batch, the same on every machine. */
export function bitSampleOf(name: string): Sample {
  const stack = wideStacks[name];
  return stack === undefined ? sampleOf(name, small, seed) : sampleOfStack(stack, wide, seed);
}
