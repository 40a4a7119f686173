import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleFolder } from "./testing/examples.js";
import { lockstep } from "./testing/lockstep-process.js";
import type { RunDocument } from "./testing/run-document.js";
import { Workspace } from "./testing/workspace.js";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.open();
});
afterAll(() => workspace.close());

/** Trains an example as it is. */
async function train(example: string): Promise<RunDocument> {
  const { code, stdout, stderr } = await lockstep(
    ["run", resolve(exampleFolder, example), "--json", "--data-dir", "data"],
    { cwd: workspace.folder },
  );
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as RunDocument;
}

describe("on data it has not seen, an example is as good as Keras", () => {
  // The least that Keras 3.15 on TensorFlow reached over three seeds.
  it.each([
    ["speaker-recognition.yaml", 40, 0.927],
    ["power-demand.yaml", 60, 0.946],
    ["digits.yaml", 20, 0.869],
  ])(
    "%s",
    async (example, epochs, least) => {
      const { history, test } = await train(example);
      expect(history.accuracy).toHaveLength(epochs);
      expect(test?.accuracy).toBeGreaterThanOrEqual(least);
    },
    300_000,
  );
});

it("of the adding problem an LSTM learns what a SimpleRNN does not", async (context) => {
  if (process.env.LOCKSTEP_LONG_TESTS !== "1")
    context.skip("takes two minutes; LOCKSTEP_LONG_TESTS=1 runs it");
  // Always saying 1, the sum's mean, has an error of 1/6.
  const [lstm, simpleRnn] = [await train("adding-lstm.yaml"), await train("adding-simple-rnn.yaml")];
  expect(lstm.test?.loss).toBeLessThan(0.01);
  expect(simpleRnn.test?.loss).toBeGreaterThan(0.12);
}, 300_000);
