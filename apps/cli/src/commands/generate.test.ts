import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FakeIo } from "../testing/fake-io.js";
import { FakePredictor, textModel, writeModel } from "../testing/sample-models.js";
import { generateCommand } from "./generate.js";
import type { PredictOptions } from "./predict.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-generate-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The letter after the last one, for sure. */
const following = (input: readonly number[]) => {
  const next = 2 + (((input.at(-1) ?? 0) - 1) % 3);
  return [0, 1, 2, 3, 4].map((id) => (id === next ? 1 : 0));
};
const even = () => [0.6, 0.1, 0.1, 0.1, 0.1];

interface Scene {
  readonly model?: ReturnType<typeof textModel>;
  readonly predictor?: FakePredictor;
  readonly options?: Partial<PredictOptions>;
  readonly tokens?: number;
}

async function generate({ model = textModel(), predictor, options = {}, tokens = 5 }: Scene) {
  await writeModel(join(folder, "model.safetensors"), model);
  const io = new FakeIo();
  io.cwd = folder;
  const used = predictor ?? new FakePredictor(following);
  const given = { dataDir: ".", backend: "auto", ...options } as PredictOptions;
  const exitCode = await generateCommand("model.safetensors", tokens, given, io, () => Promise.resolve(used));
  return { exitCode, out: io.out, predictor: used };
}

describe("predict --generate", () => {
  it("writes the prompt and what follows it", async () => {
    const { exitCode, out, predictor } = await generate({ options: { prompt: "ab" } });
    expect({ exitCode, out, closed: predictor.closed }).toEqual({
      exitCode: 0,
      out: "abcabca\n",
      closed: true,
    });
    // A window is as long as those of the training.
    expect(predictor.asked).toEqual([
      [2, 3],
      [2, 3, 4],
      [2, 3, 4, 2],
      [3, 4, 2, 3],
      [4, 2, 3, 4],
    ]);
  });

  it("fills up on the left for a model that takes windows of one length", async () => {
    const predictor = new FakePredictor(following, false);
    await generate({ predictor, options: { prompt: "b" }, tokens: 2 });
    expect(predictor.asked).toEqual([
      [0, 0, 0, 3],
      [0, 0, 3, 4],
    ]);
  });

  it("begins with the commonest token where there is no prompt", async () => {
    expect((await generate({ tokens: 2 })).out).toBe("bc\n");
  });

  it("gives the same text for the same seed, without padding and unknown tokens", async () => {
    const text = async (seed: number) =>
      (await generate({ predictor: new FakePredictor(even), options: { seed }, tokens: 40 })).out;
    const first = await text(1);
    expect(first).toMatch(/^[abc]{40}\n$/);
    expect(await text(1)).toBe(first);
    expect(await text(2)).not.toBe(first);
  });

  it("takes the likeliest at temperature 0", async () => {
    const predictor = new FakePredictor(() => [0, 0, 0.3, 0.4, 0.3]);
    expect((await generate({ predictor, options: { temperature: 0 } })).out).toBe("bbbbb\n");
  });

  it("reads the last time step of a model that tells what follows each, and logits", async () => {
    const model = textModel({
      source: { target: "sequence" },
      job: { loss: { type: "sparse_categorical_crossentropy", fromLogits: true } },
    });
    const predictor = new FakePredictor((input) => input.flatMap((id) => [9, 9, 0, 0, id === 2 ? 80 : -80]));
    expect((await generate({ model, predictor, options: { prompt: "a" }, tokens: 1 })).out).toBe("ac\n");
  });

  it("puts blanks between words", async () => {
    const model = textModel({ by: "word" });
    expect((await generate({ model, options: { prompt: "a  b" }, tokens: 2 })).out).toBe("a  b c a\n");
    expect((await generate({ model, tokens: 2 })).out).toBe("b c\n");
  });

  it("prints one document as JSON", async () => {
    const { out } = await generate({ options: { prompt: "a", json: true, seed: 3 }, tokens: 2 });
    expect(JSON.parse(out)).toEqual({
      ...{ model: "model.safetensors", prompt: "a", text: "bc", tokens: 2 },
      ...{ temperature: 1, seed: 3, backend: "fake" },
    });
  });

  it.each<[string, Scene, string]>([
    [
      "a character that it does not know",
      { options: { prompt: "abé" } },
      '--prompt: expected characters of the model\'s vocabulary, got "é"',
    ],
    [
      "a model of another loss",
      { model: textModel({ job: { loss: "mean_squared_error" } }) },
      "--generate: expected loss: sparse_categorical_crossentropy, which makes the output one value for each token, got mean_squared_error",
    ],
    [
      "a model without a vocabulary",
      { model: { ...textModel(), preprocessing: {} } },
      "--generate: expected a model with a vocabulary, got none",
    ],
    [
      "a model of other data",
      { model: textModel({ job: { data: { train: { npz: "/d.npz" } } } }) },
      "--generate: expected data.train: a model trained on text with windows, got one trained on npz",
    ],
  ])("refuses %s", async (_, scene, message) => {
    await expect(generate(scene)).rejects.toMatchObject({ name: "CliError", exitCode: 2, message });
  });

  it("says so where a model gives nothing to choose from", async () => {
    for (const values of [
      [1, 0, 0, 0, 0],
      [0, 0, NaN, 1, 1],
    ]) {
      const predictor = new FakePredictor(() => values);
      await expect(generate({ predictor })).rejects.toThrow("gives no token of its vocabulary a probability");
      expect(predictor.closed).toBe(true);
    }
  });
});
