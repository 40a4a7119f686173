import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { writeRange } from "./testing/range-file.js";
import { run } from "./testing/workspace-program.js";

const program = fileURLToPath(new URL("testing/many-steps.mjs", import.meta.url));

it("a training of 100,000 steps takes no more memory at its end than at its beginning", async () => {
  const notebook = {
    layers: [
      { type: "SimpleRNN", units: 10 },
      { type: "Dense", units: 1 },
    ],
  };
  const path = writeRange("many-steps", notebook, { rows: 4, timeSteps: 10, features: 1 });
  const grown = Number(await run([process.execPath, "--expose-gc", program, path, "100000"]));
  // 50 bytes of every step would be as much.
  expect(grown).toBeLessThan(4.5);
}, 600_000);
