import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { File, ready } from "h5wasm";
import { parseModel } from "@lockstep/job";
import { afterAll, describe, expect, it } from "vitest";
import { withHdf5 } from "./hdf5.js";
import { modelFromKeras } from "./model-from-keras.js";
import { readKerasModel } from "./read-keras-model.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`.replaceAll(folder, "");
  }
  return "nothing";
}

function reading(text: string): Promise<string> {
  const path = join(folder, "model.json");
  writeFileSync(path, text);
  return refusal(() => readKerasModel(path));
}

const chainOf = (layer: object): object => ({
  class_name: "Sequential",
  config: { layers: [{ class_name: "InputLayer", config: { batch_shape: [null, 3, 2] } }, layer] },
});

describe("a config made to do harm", () => {
  it("is nested too deeply for what reads it", async () => {
    const deep =
      /^FormatError: \/model.json: expected at most 200 lists and objects within each other, got more$/;
    let layer = JSON.stringify({ class_name: "Dense", config: { units: 1 } });
    for (let times = 0; times < 3000; times++) {
      layer = `{"class_name":"TimeDistributed","config":{"layer":${layer}}}`;
    }
    expect(await reading(`{"class_name":"Sequential","config":{"layers":[${layer}]}}`)).toMatch(deep);
    expect(await reading(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)).toMatch(deep);
    expect(await reading(`${"[".repeat(200)}${"]".repeat(200)}`)).toMatch(
      /expected an object with class_name/,
    );
  });

  it("has names that objects of JavaScript have, too", () => {
    const refused = (layer: string) => () =>
      parseModel(modelFromKeras(chainOf(JSON.parse(layer) as object)).model);
    expect(refused('{ "class_name": "__proto__", "config": { "name": "a" } }')).toThrow(/layers\[0\].type/);
    expect(refused('{ "class_name": "constructor", "config": { "name": "a" } }')).toThrow(/layers\[0\].type/);
    expect(refused('{ "class_name": "Dense", "config": { "units": 1, "constructor": {} } }')).toThrow(
      "layers[0].constructor: unknown key",
    );
  });

  it("is larger than a model's: not a byte of it is read", async () => {
    const path = join(folder, "large.json");
    const file = openSync(path, "w");
    ftruncateSync(file, 2 ** 31);
    closeSync(file);
    expect(await refusal(() => readKerasModel(path))).toBe(
      "FormatError: /large.json: expected at most 67108864 bytes, got 2147483648",
    );
  });
});

describe("weights made to do harm", () => {
  it("lie in a chunk that is much larger than they are", async () => {
    const { FS } = await ready;
    const file = new File("/chunks.h5", "w");
    file.create_dataset({
      ...{ name: "a", data: new Float32Array(3), shape: [3, 1], maxshape: [null, null] },
      ...{ chunks: [2 ** 21, 1], compression: "gzip" },
    });
    file.close();
    const bytes = FS.readFile("/chunks.h5");
    expect(bytes.length).toBeLessThan(2 ** 16);
    expect(await refusal(() => withHdf5(bytes, "c.h5", (hdf5) => hdf5.values("a", [3, 1])))).toBe(
      "FormatError: c.h5: a: expected chunks of at most 1048576 values, got 2097152",
    );
  });
});
