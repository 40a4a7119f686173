#!/usr/bin/env node
import { register } from "node:module";
import { mutations } from "./mutations.js";

/**
 * Simulates seeds with a mutation until an invariant is violated, in a process of its own, and prints what it found:
 * `hunt.js NAME FROM SEEDS`. NAME `none`: the code as it is.
 */
const [name, from, seeds] = process.argv.slice(2);
const mutation = mutations.find((one) => one.name === name);
if (!mutation && name !== "none") throw new Error(`no mutation has the name ${name ?? ""}`);
if (mutation) register("./mutation-hooks.js", { parentURL: import.meta.url, data: mutation });

// After the hooks: what is imported now is mutated.
const { simulateSeeds } = await import("../simulate-seeds.js");
let finding = {};
const { done } = await simulateSeeds({
  ...{ from: Number(from), seeds: Number(seeds), mostViolations: 1 },
  found: (scenario, { invariant, message }) => {
    finding = { seed: scenario.seed, invariant, message: message.slice(0, 500) };
  },
});
process.stdout.write(`${JSON.stringify({ seeds: done, ...finding })}\n`);
