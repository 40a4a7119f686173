import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseJobValue, parseLayers } from "@lockstep/job";
import { initialParameters, planJob, planModel } from "@lockstep/model";
import { parseSafetensors, serialiseSafetensors } from "@lockstep/safetensors";
import type { Tensor } from "@lockstep/safetensors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CheckpointError } from "./checkpoint-error.js";
import { loadInitialParameters } from "./load-initial-parameters.js";
import { loadModel, saveModel } from "./model-file.js";
import { incrementalParameterDigest, parameterDigest } from "./parameter-digest.js";
import { MemoryDisk } from "./testing/memory-disk.js";
import { writeFileAtomically } from "./write-file-atomically.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-checkpoint-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const job = parseJobValue({
  data: { train: { npz: "data.npz" } },
  model: {
    layers: [
      { type: "SimpleRNN", units: 2 },
      { type: "Dense", units: 1, activation: "sigmoid" },
    ],
  },
  loss: "binary_crossentropy",
});
const plan = planJob(job, [[3, 1]]);
const preprocessing = {
  standardisation: [{ array: "x", mean: [0.1], std: [2] }],
  classLabels: ["no", "yes"],
};
const parameters = initialParameters(plan, 7);

type Change = (file: { metadata: Record<string, string>; tensors: Map<string, Tensor> }) => void;

/** Saves the model under a name, then lets `change` rewrite its contents. */
async function savedModel(name: string, change?: Change): Promise<string> {
  const path = join(folder, name);
  await saveModel(path, { plan, parameters, job, preprocessing, step: 40, epoch: 10 });
  if (change !== undefined) {
    const { metadata, tensors } = parseSafetensors(await readFile(path));
    const file = { metadata: { ...metadata }, tensors: new Map(tensors) };
    change(file);
    await writeFile(path, serialiseSafetensors(file));
  }
  return path;
}

async function errorOf(doing: Promise<unknown>): Promise<CheckpointError> {
  const error: unknown = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CheckpointError) return error;
  throw new Error(`expected a CheckpointError, got ${String(error)}`);
}

/** A change of the metadata. */
const meta =
  (field: string, text: string): Change =>
  ({ metadata }) => {
    metadata[field] = text;
  };

const tensor = (shape: number[], values: number[]): Tensor => ({
  dtype: "F32",
  shape,
  data: Float32Array.from(values),
});

describe("saveModel and loadModel", () => {
  it("give back the same model", async () => {
    const path = join(folder, "same.safetensors");
    const digest = await saveModel(path, { plan, parameters, job, preprocessing, step: 40, epoch: 10 });
    expect(await loadModel(path)).toEqual({
      plan,
      parameters,
      job,
      preprocessing,
      inputShapes: [[3, 1]],
      step: 40,
      epoch: 10,
      parameterDigest: digest,
    });
  });

  it("name tensors by layer and weight, in the plan's order", async () => {
    const { tensors, metadata } = parseSafetensors(await readFile(await savedModel("names.safetensors")));
    expect([...tensors].map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
      ["simple_rnn/kernel", "F32", [1, 2]],
      ["simple_rnn/recurrent_kernel", "F32", [2, 2]],
      ["simple_rnn/bias", "F32", [2]],
      ["dense/kernel", "F32", [2, 1]],
      ["dense/bias", "F32", [1]],
    ]);
    expect(metadata).toMatchObject({
      format: "lockstep-model",
      version: "2",
      step: "40",
      inputShapes: "[[3,1]]",
    });
  });

  it("name tensors inside wrappers by their path", async () => {
    const layers = [
      { type: "Bidirectional", layer: { type: "GRU", units: 2, useBias: false, returnSequences: true } },
      { type: "RNN", cells: [{ type: "SimpleRNNCell", units: 1, useBias: false }] },
    ];
    const nested = parseJobValue({ ...job, model: { layers }, loss: "mean_squared_error" });
    const wrapped = planJob(nested, [[3, 1]]);
    const path = join(folder, "wrapped.safetensors");
    const saved = { plan: wrapped, parameters: initialParameters(wrapped, 1), job: nested };
    await saveModel(path, { ...saved, preprocessing, step: 0, epoch: 0 });
    expect([...parseSafetensors(await readFile(path)).tensors.keys()]).toEqual([
      "bidirectional/forward_gru/kernel",
      "bidirectional/forward_gru/recurrent_kernel",
      "bidirectional/backward_gru/kernel",
      "bidirectional/backward_gru/recurrent_kernel",
      "rnn/simple_rnn_cell/kernel",
      "rnn/simple_rnn_cell/recurrent_kernel",
    ]);
    expect(await loadModel(path)).toMatchObject(saved);
  });

  it("write the same bytes for the same model", async () => {
    const [first, second] = [await savedModel("first.safetensors"), await savedModel("second.safetensors")];
    expect(await readFile(first)).toEqual(await readFile(second));
  });

  it("let the event loop go on while a large model is written", async () => {
    const units = 600;
    const large = parseJobValue({
      ...job,
      model: { layers: [{ type: "Dense", units }] },
      loss: "mean_squared_error",
    });
    const wide = planJob(large, [[units]]);
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const values = new Float32Array(wide.parameterCount).fill(0.5);
    const saving = saveModel(join(folder, "large.safetensors"), {
      ...{ plan: wide, parameters: values, job: large, preprocessing, step: 1, epoch: 1 },
    });
    await saving;
    isDone = true;
    // Hashed and copied, a turn for each quarter of a MiB.
    expect(turns).toBeGreaterThan(2 * Math.floor(values.byteLength / 262_144) - 2);
    expect((await loadModel(join(folder, "large.safetensors"))).parameterDigest).toBe(await saving);
  });

  it("refuse parameters of another length", async () => {
    const saving = saveModel(join(folder, "short.safetensors"), {
      plan,
      parameters: new Float32Array(3),
      job,
      preprocessing,
      step: 0,
      epoch: 0,
    });
    expect((await errorOf(saving)).message).toBe("expected 11 parameters, got 3");
  });

  it.each<[string, Change, RegExp]>([
    ["another format", meta("format", "pt"), /metadata format: expected lockstep-model, got "pt"/],
    ["another version", meta("version", "1"), /metadata version: expected 2, got "1"/],
    ["no job", ({ metadata }) => delete metadata.job, /metadata job: expected a job, got nothing/],
    ["a job that is none", meta("job", "{}"), /metadata job: expected a job, got "\{\}"/],
    ["no shapes", meta("inputShapes", "3"), /metadata inputShapes: expected a list of shapes, got "3"/],
    ["a shape that is none", meta("inputShapes", "[3]"), /metadata inputShapes: expected a list of shapes/],
    ["a shape that does not fit the layers", meta("inputShapes", "[[3]]"), /metadata job: .*SimpleRNN/],
    ["shapes of more inputs", meta("inputShapes", "[[3,1],[1]]"), /metadata job: .*one shape for each input/],
    [
      "no preprocessing",
      ({ metadata }) => delete metadata.preprocessing,
      /metadata preprocessing: expected what was fitted on the training data, got nothing/,
    ],
    [
      "a scale that is none",
      meta("preprocessing", '{"standardisation":[{"array":"x","mean":[0],"std":[0]}]}'),
      /metadata preprocessing: expected what was fitted/,
    ],
    ["a step that is no number", meta("step", "-1"), /metadata step: expected a whole number, got "-1"/],
    ["a digest that is none", meta("parameterDigest", "x"), /metadata parameterDigest: expected 64/],
    ["a missing tensor", ({ tensors }) => tensors.delete("dense/bias"), /missing dense\/bias$/],
    [
      "an unknown tensor",
      ({ tensors }) => tensors.set("gru/bias", tensor([1], [0])),
      /not of this model gru\/bias$/,
    ],
    [
      "another shape",
      ({ tensors }) => tensors.set("dense/kernel", tensor([1, 2], [0, 0])),
      /tensor dense\/kernel: expected shape \(2, 1\), got \(1, 2\)/,
    ],
    [
      "NaN",
      ({ tensors }) => tensors.set("dense/kernel", tensor([2, 1], [0, NaN])),
      /tensor dense\/kernel: expected finite float32 at 1, got NaN/,
    ],
    [
      "other values",
      ({ tensors }) => tensors.set("dense/bias", tensor([1], [0.5])),
      /damaged: expected parameters of digest [0-9a-f]{64}, got/,
    ],
  ])("refuse %s", async (_, change, message) => {
    const path = await savedModel("changed.safetensors", change);
    const error = await errorOf(loadModel(path));
    expect(error.code).toBe("CHECKPOINT_INVALID");
    expect(error.message).toMatch(message);
    expect(error.message).toContain(path);
  });

  it("refuse a file that is none, is cut, or is not there", async () => {
    const path = await savedModel("cut.safetensors");
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 1));
    expect((await errorOf(loadModel(path))).message).toMatch(
      /expected a safetensors file: expected 44 bytes of data/,
    );
    await writeFile(path, "hello");
    expect((await errorOf(loadModel(path))).code).toBe("CHECKPOINT_INVALID");
    expect((await errorOf(loadModel(join(folder, "none")))).code).toBe("CHECKPOINT_NOT_FOUND");
    expect((await errorOf(loadModel(folder))).code).toBe("CHECKPOINT_UNREADABLE");
  });
});

describe("loadInitialParameters", () => {
  const write = async (tensors: [string, Tensor][]) => {
    const path = join(folder, "initial.safetensors");
    await writeFile(path, serialiseSafetensors({ metadata: {}, tensors: new Map(tensors) }));
    return path;
  };
  const dense = planModel({ layers: parseLayers([{ type: "Dense", units: 1, activation: "sigmoid" }]) }, [2]);

  it("reads float32 and float64 tensors in any order", async () => {
    const path = await write([
      ["dense/bias", tensor([1], [3])],
      ["dense/kernel", { dtype: "F64", shape: [2, 1], data: Float64Array.of(1, 0.1) }],
    ]);
    expect(await loadInitialParameters(path, dense)).toEqual(Float32Array.of(1, 0.1, 3));
  });

  it("refuses other types, and float64 that float32 cannot hold", async () => {
    const bias: [string, Tensor] = ["dense/bias", tensor([1], [3])];
    const whole = await write([
      bias,
      ["dense/kernel", { dtype: "I32", shape: [2, 1], data: Int32Array.of(1, 2) }],
    ]);
    expect((await errorOf(loadInitialParameters(whole, dense))).message).toMatch(
      /dense\/kernel: expected F32 or F64, got I32/,
    );
    const large = await write([
      bias,
      ["dense/kernel", { dtype: "F64", shape: [2, 1], data: Float64Array.of(1, 1e39) }],
    ]);
    expect((await errorOf(loadInitialParameters(large, dense))).message).toMatch(
      /expected finite float32 at 1, got 1e\+39/,
    );
  });

  it("names all that is missing and all that is too much", async () => {
    const path = await write([["dense_1/kernel", tensor([2, 1], [1, 2])]]);
    expect((await errorOf(loadInitialParameters(path, dense))).message).toMatch(
      /missing dense\/kernel, dense\/bias; not of this model dense_1\/kernel$/,
    );
  });
});

describe("parameterDigest", () => {
  it("is the SHA-256 of the little-endian bytes", () => {
    // printf '\x00\x00\x80\x3f\x00\x00\x00\xc0' | sha256sum
    expect(parameterDigest(Float32Array.of(1, -2))).toBe(
      "ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b",
    );
  });

  it("is the same piece by piece", () => {
    const values = Float32Array.from({ length: 100 }, (_, index) => index / 3);
    const digest = incrementalParameterDigest();
    for (const piece of [values.subarray(0, 0), values.subarray(0, 1), values.subarray(1)]) digest.add(piece);
    expect(digest.finish()).toBe(parameterDigest(values));
  });

  it("tells 0 from -0, and reads only its part of a buffer", () => {
    expect(parameterDigest(Float32Array.of(0))).not.toBe(parameterDigest(Float32Array.of(-0)));
    expect(parameterDigest(Float32Array.of(9, 1, 9).subarray(1, 2))).toBe(
      parameterDigest(Float32Array.of(1)),
    );
  });
});

describe("writeFileAtomically", () => {
  it("replaces a file and leaves nothing else behind", async () => {
    const inside = join(folder, "atomic");
    await mkdir(inside);
    const path = join(inside, "file");
    await writeFileAtomically(path, Uint8Array.of(1));
    await writeFileAtomically(path, Uint8Array.of(2, 3));
    expect([...(await readFile(path))]).toEqual([2, 3]);
    expect(await readdir(inside)).toEqual(["file"]);
  });

  it("removes its temporary file where it cannot finish, and keeps what was there", async () => {
    const inside = join(folder, "blocked");
    await mkdir(join(inside, "target", "occupied"), { recursive: true });
    const error = await errorOf(writeFileAtomically(join(inside, "target"), Uint8Array.of(1)));
    expect(error.code).toBe("CHECKPOINT_UNWRITABLE");
    expect(error.cause).toHaveProperty("code");
    expect(await readdir(inside)).toEqual(["target"]);
    expect(await readdir(join(inside, "target"))).toEqual(["occupied"]);
  });

  it("never leaves anything but the old or the new bytes, whichever operation fails", async () => {
    for (let failing = 0; failing < 4; failing++) {
      for (const isDone of [false, true]) {
        const disk = new MemoryDisk();
        disk.put("a/file", Uint8Array.of(1));
        disk.fate = (_, number) => (number === failing ? { code: "EIO", isDone } : undefined);
        const error = await errorOf(writeFileAtomically("a/file", Uint8Array.of(2, 3), disk));
        expect(error.message).toMatch(/^a\/file: cannot be written: EIO/);
        expect(disk.names).toEqual(["file"]);
        expect([[1], [2, 3]]).toContainEqual([...disk.contentsOf("a/file")]);
        disk.crash();
        expect([[1], [2, 3]]).toContainEqual([...disk.contentsOf("a/file")]);
      }
    }
  });

  it("says which temporary file is left over where it cannot be removed", async () => {
    const disk = new MemoryDisk();
    disk.fate = (operation) =>
      operation === "write" || operation === "remove" ? { code: "ENOSPC", isDone: true } : undefined;
    const error = await errorOf(writeFileAtomically("a/file", Uint8Array.of(2, 3), disk));
    expect(error.code).toBe("CHECKPOINT_NO_SPACE");
    expect(error.message).toMatch(/a\/\.file\.[0-9a-f-]{36}\.tmp is left over: ENOSPC/);
  });

  it("refuses a folder that is not there", async () => {
    const error = await errorOf(writeFileAtomically(join(folder, "no", "file"), Uint8Array.of(1)));
    expect(error.message).toMatch(/no\/file: cannot be written: ENOENT/);
  });
});
