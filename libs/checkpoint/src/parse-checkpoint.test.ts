import { parseJobValue } from "@lockstep/job";
import { parseSafetensors, serialiseSafetensors, type Tensor } from "@lockstep/safetensors";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteTurns } from "./byte-turns.js";
import { CheckpointError } from "./checkpoint-error.js";
import { contentDigest, placeDigest } from "./content-digest.js";
import { parameterDigest } from "./parameter-digest.js";
import { parseCheckpoint } from "./parse-checkpoint.js";
import type { RunCheckpoint, RunIdentity } from "./run-checkpoint.js";
import { serialiseCheckpoint } from "./serialise-checkpoint.js";
import { checkpointAt, identity, parameterCount } from "./testing/sample-run.js";

const path = "run/checkpoints/step-7.safetensors";
const sound = await serialiseCheckpoint(identity, checkpointAt(7));

async function problemOf(
  bytes: Uint8Array,
  of: RunIdentity = identity,
): Promise<CheckpointError | undefined> {
  try {
    await parseCheckpoint(bytes, path, of);
    return undefined;
  } catch (error) {
    if (error instanceof CheckpointError) return error;
    throw error;
  }
}

/** The sample with other contents, and digests that say that all is well. */
async function rewritten(
  change: (metadata: Record<string, string>, tensors: Map<string, Tensor>) => void,
): Promise<Uint8Array> {
  const file = parseSafetensors(sound);
  const metadata = { ...file.metadata };
  const tensors = new Map(file.tensors);
  change(metadata, tensors);
  const bytes = serialiseSafetensors({ metadata, tensors });
  placeDigest(bytes, await contentDigest(bytes, new ByteTurns()));
  return bytes;
}

describe("a checkpoint", () => {
  it("is read as it was written", async () => {
    expect(await parseCheckpoint(sound, path, identity)).toEqual(checkpointAt(7));
  });

  it("has the same bytes whenever it is written", async () => {
    expect(await serialiseCheckpoint(identity, checkpointAt(7))).toEqual(sound);
  });

  it("names tensors by layer and weight, and says what it is", () => {
    const { metadata, tensors } = parseSafetensors(sound);
    expect([...tensors.keys()].filter((name) => name.endsWith("bias") || name.startsWith("vector"))).toEqual([
      "simple_rnn/bias",
      "dense/bias",
      "moment:first_moment/simple_rnn/bias",
      "moment:first_moment/dense/bias",
      "moment:second_moment/simple_rnn/bias",
      "moment:second_moment/dense/bias",
      "vector:best weights",
      "vector:carried",
    ]);
    expect(metadata).toMatchObject({
      format: "lockstep-checkpoint",
      version: "1",
      runId: "sample-1",
      inputShapes: "[[3,1]]",
      seed: "5",
      round: "14",
      step: "7",
      epoch: "0",
      dataDigest: "d".repeat(64),
      parameterDigest: checkpointAt(7).digest,
    });
  });

  it("keeps every bit of every vector, and all progress", async () => {
    const values = (length: number) =>
      fc
        .float32Array({ minLength: length, maxLength: length, noNaN: true })
        .map((array) => Float32Array.from(array));
    const finite = fc
      .array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
        minLength: parameterCount,
        maxLength: parameterCount,
      })
      .map((array) => Float32Array.from(array));
    const checkpoints = fc
      .record({
        parameters: finite,
        moments: fc.tuple(values(parameterCount), values(parameterCount)),
        vectors: fc.dictionary(fc.string(), fc.nat(9).chain(values)),
        progress: fc.jsonValue({ maxDepth: 3 }),
        counts: fc.tuple(fc.maxSafeNat(), fc.maxSafeNat(), fc.maxSafeNat()),
      })
      .map(({ parameters, moments, vectors, progress, counts: [round, step, epoch] }): RunCheckpoint => {
        const digest = parameterDigest(parameters);
        const plain: unknown = JSON.parse(JSON.stringify(progress));
        const state = { step, parameters, moments };
        return { round, step, epoch, digest, state, vectors: { ...vectors }, progress: plain };
      });
    await fc.assert(
      fc.asyncProperty(checkpoints, async (checkpoint) => {
        const bytes = await serialiseCheckpoint(identity, checkpoint);
        expect(await parseCheckpoint(bytes, path, identity)).toEqual(checkpoint);
      }),
    );
  });

  it("is read from bytes that are not aligned", async () => {
    const shifted = new Uint8Array(sound.byteLength + 3);
    shifted.set(sound, 3);
    expect(await parseCheckpoint(shifted.subarray(3), path, identity)).toEqual(checkpointAt(7));
  });
});

describe("a damaged checkpoint", () => {
  // The lowest bit, upper and lower case, beyond ASCII, everything.
  it.each([0x01, 0x20, 0x80, 0xff])("is found and named, whichever byte is changed by %i", async (bits) => {
    const unfound: number[] = [];
    for (let at = 0; at < sound.byteLength; at++) {
      const bytes = sound.slice();
      bytes[at] = (bytes[at] ?? 0) ^ bits;
      const problem = await problemOf(bytes);
      if (problem?.message.startsWith(`${path}: `) !== true) unfound.push(at);
    }
    expect(unfound).toEqual([]);
  });

  it("is found whatever several bytes become", async () => {
    const changes = fc.array(fc.record({ at: fc.nat(sound.byteLength - 1), value: fc.nat(255) }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const bytes = sound.slice();
        for (const { at, value } of all) bytes[at] = value;
        fc.pre(bytes.some((byte, at) => byte !== sound[at]));
        expect(await problemOf(bytes)).toBeInstanceOf(CheckpointError);
      }),
      { numRuns: 500 },
    );
  });

  it("is found wherever it ends, and with more at its end", async () => {
    const unfound: number[] = [];
    for (let length = 0; length < sound.byteLength; length++)
      if (!(await problemOf(sound.slice(0, length)))) unfound.push(length);
    expect(unfound).toEqual([]);
    expect(await problemOf(Uint8Array.of(...sound, 0))).toBeInstanceOf(CheckpointError);
  });

  it("is found where its parts change places", async () => {
    const bytes = sound.slice();
    // The last two values of 4 bytes.
    bytes.copyWithin(bytes.length - 8, bytes.length - 4);
    bytes.set(sound.subarray(bytes.length - 8, bytes.length - 4), bytes.length - 4);
    expect((await problemOf(bytes))?.message).toMatch(
      /damaged: expected contents of digest [0-9a-f]{64}, got/,
    );
  });

  it("says what is wrong with it", async () => {
    expect((await problemOf(new Uint8Array()))?.message).toMatch(/expected at least 8 bytes, got 0/);
    const spaced = sound.slice();
    // The last byte of the header, which is a space or the brace.
    const text = new TextDecoder("latin1").decode(sound);
    const space = text.indexOf('","format"');
    spaced[space - 1] = (spaced[space - 1] ?? 0) ^ 1;
    expect((await problemOf(spaced))?.message).toMatch(/damaged: expected contents of digest/);
  });
});

describe("a checkpoint of something else", () => {
  const job = identity.job;
  const others: [string, RunIdentity, RegExp][] = [
    ["another run", { ...identity, runId: "other" }, /metadata runId: expected "other", got "sample-1"/],
    [
      "other data",
      { ...identity, dataDigest: "e".repeat(64) },
      /metadata dataDigest: expected "e+", got "d+"/,
    ],
    [
      "another job",
      { ...identity, job: { ...job, fit: { ...job.fit, batchSize: 3 } } },
      /metadata job: fit.batchSize: expected 3, got 32/,
    ],
    [
      "another model",
      {
        ...identity,
        job: parseJobValue({
          data: { train: { npz: "data.npz" } },
          model: {
            layers: [
              { type: "SimpleRNN", units: 2 },
              { type: "Dense", units: 1 },
            ],
          },
          loss: "mean_squared_error",
          seed: 5,
        }),
      },
      /metadata job: model.layers.0.units: expected 2, got 1/,
    ],
    ["other shapes", { ...identity, inputShapes: [[4, 1]] }, /metadata inputShapes: 0.0: expected 4, got 3/],
    [
      "other preprocessing",
      { ...identity, preprocessing: { classLabels: ["a"] } },
      /metadata preprocessing: classLabels: expected \["a"\], got nothing/,
    ],
    ["another seed", { ...identity, job: { ...job, seed: 6 } }, /metadata job: seed: expected 6, got 5/],
  ];

  it.each(others)("is refused: %s", async (_, of, message) => {
    const problem = await problemOf(sound, of);
    expect(problem?.code).toBe("CHECKPOINT_FOREIGN");
    expect(problem?.message).toMatch(message);
  });

  it("is not one of a job whose options are written in another order, or that has got options since", async () => {
    const older = await rewritten((metadata) => {
      const { seed, ...rest } = JSON.parse(metadata.job ?? "") as {
        seed: number;
        cluster: { auditShare?: number };
      };
      delete rest.cluster.auditShare;
      metadata.job = JSON.stringify({ ...rest, seed });
    });
    expect(older.byteLength).toBeLessThan(sound.byteLength);
    expect(await problemOf(older)).toBeUndefined();
  });

  const contents: [string, Parameters<typeof rewritten>[0], RegExp][] = [
    [
      "another format",
      (metadata) => (metadata.format = "lockstep-model"),
      /metadata format: expected lockstep-ch/,
    ],
    ["another version", (metadata) => (metadata.version = "2"), /metadata version: expected 1, got "2"/],
    [
      "a step that is none",
      (metadata) => (metadata.step = "-1"),
      /metadata step: expected a whole number, got "-1"/,
    ],
    [
      "progress that is none",
      (metadata) => (metadata.progress = "{"),
      /metadata progress: expected JSON, got "\{"/,
    ],
    [
      "a digest that is none",
      (metadata) => (metadata.parameterDigest = "x"),
      /metadata parameterDigest: expected 64/,
    ],
    [
      "another digest",
      (metadata) => (metadata.parameterDigest = "0".repeat(64)),
      /damaged: expected parameters of digest 0{64}, got [0-9a-f]{64}/,
    ],
    [
      "a missing tensor",
      (_, tensors) => tensors.delete("dense/bias"),
      /expected tensor dense\/bias, got moment:first/,
    ],
    [
      "a missing moment",
      (_, tensors) => tensors.delete("moment:second_moment/dense/bias"),
      /expected tensor moment:second_moment\/dense\/bias, got vector:best weights/,
    ],
    [
      "an unknown tensor",
      (_, tensors) => tensors.set("gru/bias", { dtype: "F32", shape: [1], data: Float32Array.of(0) }),
      /tensor gru\/bias: not of this model/,
    ],
    [
      "another shape",
      (_, tensors) => tensors.set("dense/bias", { dtype: "F32", shape: [1, 1], data: Float32Array.of(0) }),
      /tensor dense\/bias: expected F32 \(1\), got F32 \(1, 1\)/,
    ],
    [
      "another type",
      (_, tensors) => tensors.set("dense/bias", { dtype: "I32", shape: [1], data: Int32Array.of(0) }),
      /tensor dense\/bias: expected F32 \(1\), got I32 \(1\)/,
    ],
    [
      "a parameter that is infinite",
      (_, tensors) =>
        tensors.set("dense/bias", { dtype: "F32", shape: [1], data: Float32Array.of(Infinity) }),
      /tensor dense\/bias: expected a finite float32 at 0, got Infinity/,
    ],
    [
      "a moment that is no number",
      (_, tensors) =>
        tensors.set("moment:first_moment/dense/bias", {
          dtype: "F32",
          shape: [1],
          data: Float32Array.of(NaN),
        }),
      /tensor moment:first_moment\/dense\/bias: expected a finite float32 at 0, got NaN/,
    ],
  ];

  it.each(contents)("is refused: %s", async (_, change, message) => {
    const problem = await problemOf(await rewritten(change));
    expect(problem?.code).toBe("CHECKPOINT_INVALID");
    expect(problem?.message).toMatch(message);
    expect(problem?.message).toContain(path);
  });

  it("is refused: one whose digest stands elsewhere", async () => {
    const { metadata, tensors } = parseSafetensors(sound);
    const { contentDigest: digest = "", ...rest } = metadata;
    const bytes = serialiseSafetensors({ metadata: { ...rest, contentDigest: digest }, tensors });
    expect((await problemOf(bytes))?.message).toMatch(/metadata: expected contentDigest first/);
  });
});

describe("what cannot be written", () => {
  const writing = async (checkpoint: RunCheckpoint): Promise<string> =>
    serialiseCheckpoint(identity, checkpoint).then(
      () => "written",
      (error: unknown) => `${(error as CheckpointError).code}: ${(error as Error).message}`,
    );
  const { state } = checkpointAt(7);

  it.each<[string, Partial<RunCheckpoint>, RegExp]>([
    [
      "parameters of another length",
      { state: { ...state, parameters: new Float32Array(1) } },
      /parameters: expected 5 values, got 1/,
    ],
    [
      "moments of another length",
      { state: { ...state, moments: [new Float32Array(1)] } },
      /expected 5 vectors, got 4/,
    ],
    ["a digest of other parameters", { digest: "0".repeat(64) }, /the parameters changed after their digest/],
    ["a state of another step", { step: 8 }, /state.step: expected 8, got 7/],
    [
      "progress that JSON would change",
      { progress: { a: [-0] } },
      /progress: 0: expected what JSON keeps, got -0/,
    ],
    [
      "progress that is no number",
      { progress: { a: NaN } },
      /progress: a: expected what JSON keeps, got NaN/,
    ],
  ])("is refused: %s", async (_, change, message) => {
    const text = await writing(checkpointAt(7, change));
    expect(text).toMatch(/^CHECKPOINT_INVALID: /);
    expect(text).toMatch(message);
  });

  it("is refused: what no file can hold", async () => {
    const huge = {
      ...identity,
      job: parseJobValue({
        data: { train: { npz: "data.npz" } },
        model: {
          layers: [
            { type: "Dense", units: 20_000 },
            { type: "Dense", units: 20_000 },
          ],
        },
        loss: "mean_squared_error",
      }),
      inputShapes: [[1]],
    };
    const parameters = new Float32Array(2 * 20_000 + 20_000 * 20_001);
    const state = { step: 0, parameters, moments: [parameters, parameters] };
    const checkpoint = { ...checkpointAt(0), state, vectors: {} };
    await expect(serialiseCheckpoint(huge, checkpoint)).rejects.toMatchObject({
      code: "CHECKPOINT_TOO_LARGE",
      message: expect.stringMatching(
        /expected a file of at most 4294967295 bytes, got one of 48\d+/,
      ) as string,
    });
  });
});

describe("a large checkpoint", () => {
  it("lets the event loop go on while it is written and read", async () => {
    const units = 400;
    const large: RunIdentity = {
      ...identity,
      job: parseJobValue({
        data: { train: { npz: "data.npz" } },
        model: { layers: [{ type: "Dense", units }] },
        loss: "mean_squared_error",
      }),
      inputShapes: [[units]],
    };
    const parameters = new Float32Array(units * units + units).fill(0.5);
    const state = { step: 7, parameters, moments: [parameters, parameters] };
    const checkpoint = { ...checkpointAt(7), state, vectors: {}, digest: parameterDigest(parameters) };
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const bytes = await serialiseCheckpoint(large, checkpoint);
    // A turn for each quarter of a MiB, but for the last.
    const least = Math.floor(bytes.byteLength / 262_144) - 1;
    expect(least).toBeGreaterThan(5);
    expect(turns).toBeGreaterThanOrEqual(least);
    turns = 0;
    const read = await parseCheckpoint(bytes, path, large);
    expect(parameterDigest(read.state.parameters)).toBe(checkpoint.digest);
    expect(turns).toBeGreaterThanOrEqual(least);
    isDone = true;
  });
});
