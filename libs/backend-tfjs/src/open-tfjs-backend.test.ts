import { BackendError } from "@lockstep/backend";
import {
  cotangentObjective,
  describeConformance,
  notebookObjective,
  notebookSample,
  sampleOf,
  type OpenBackend,
} from "@lockstep/backend/conformance";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { TfjsEngineName } from "./engines/engine-name.js";
import { tensorflowEnvironment } from "./engines/tensorflow-environment.js";
import { readVerdict } from "./engines/tensorflow-set-up.js";
import { openTfjsBackend } from "./open-tfjs-backend.js";
import { isTensorflowBinding } from "./ops/tensorflow-binding.js";
import { digestInThreads } from "./testing/digest-in-threads.js";
import { gradientDigest } from "./testing/gradient-digest.js";

// This process's main thread: what it sets is the real environment, and nothing has loaded TensorFlow yet.
Object.assign(process.env, tensorflowEnvironment());

/** For loaded machines, where starting threads takes its time. */
const timeLimitMs = 120_000;

const engines: readonly TfjsEngineName[] = ["tensorflow", "wasm", "cpu"];

/** Left out only where set-up itself found that this machine cannot have the library. */
function opening(engine: TfjsEngineName): OpenBackend {
  return async () => {
    const verdict = engine === "tensorflow" ? readVerdict() : undefined;
    if (verdict?.available === false)
      return { unavailable: verdict.reason ?? "set-up could not provide libtensorflow" };
    return openTfjsBackend(engine);
  };
}

/** Models that use every operation of the recurrent layers. */
const recurrentStacks = [
  "GRUs with the reset after and before the product",
  "GRUs without bias and with other activations",
  "dropout in both directions and in cells",
  "both directions apart, with initial states",
  "stateful layers of every kind",
  "stacked cells going backwards, with a mask for the layer behind them",
] as const;

/** What threads compute at the same time, and how often. */
const inThreads = {
  "the notebook": { sample: notebookSample(32, 33), runs: 100 },
  "masked GRUs": {
    sample: sampleOf(recurrentStacks[0], { rows: 4, timeSteps: 9, features: 3 }, 35),
    runs: 50,
  },
} as const;

for (const engine of engines) describeConformance(engine, opening(engine));

describe.each(engines)("%s engine", { timeout: timeLimitMs }, (engine) => {
  it("holds no more tensors and bytes after 1,000 steps than after one", async (context) => {
    const backend = await opening(engine)();
    if ("unavailable" in backend) return context.skip(backend.unavailable);
    const { plan, parameters, batch } = notebookSample(4, 31);
    const model = backend.prepare(plan, notebookObjective(plan));
    const step = () => {
      model.setParameters(parameters);
      model.gradient(batch);
    };
    step();
    const before = held(engine);
    for (let i = 0; i < 1_000; i++) step();
    expect(held(engine)).toEqual(before);
    model.dispose();
    expect(held(engine).tensors).toBe(before.tensors - plan.parameters.length);
    backend.dispose();
  });

  it.for(recurrentStacks)(
    "holds no more tensors and bytes after 20 steps than after one: %s",
    async (stack, context) => {
      const backend = await opening(engine)();
      if ("unavailable" in backend) return context.skip(backend.unavailable);
      const { plan, parameters, batch } = sampleOf(stack, { rows: 3, timeSteps: 5, features: 2 }, 34);
      const model = backend.prepare(plan, cotangentObjective(plan));
      const step = () => {
        model.setParameters(parameters);
        model.gradient(batch, { inputGradients: true });
        model.predict(batch);
        expect(model.locateNonFinite(batch)).toBeUndefined();
      };
      step();
      const before = held(engine);
      for (let i = 0; i < 20; i++) step();
      expect(held(engine)).toEqual(before);
      backend.dispose();
    },
  );

  it("frees what a refused call had made", async (context) => {
    const backend = await opening(engine)();
    if ("unavailable" in backend) return context.skip(backend.unavailable);
    const { plan, parameters, batch } = notebookSample(4, 32);
    const objective = notebookObjective(plan);
    const refusing = () => {
      throw new RangeError("refused");
    };
    const model = backend.prepare(plan, {
      ...objective,
      fromLogits: true,
      statisticsLength: 3,
      accumulate: refusing,
    });
    model.setParameters(parameters);
    const before = held(engine);
    expect(() => model.gradient(batch)).toThrow("refused");
    expect(held(engine)).toEqual(before);
    backend.dispose();
  });

  it.for(Object.entries(inThreads))(
    "gives two threads at once the bits of the main thread: %s",
    async ([, { sample, runs }], context) => {
      const backend = await opening(engine)();
      if ("unavailable" in backend) return context.skip(backend.unavailable);
      const expected = gradientDigest(backend, sample, runs);
      expect(await digestInThreads(engine, sample, { threads: 2, runs })).toEqual([expected, expected]);
      backend.dispose();
    },
  );

  it("names itself in its fingerprint", async (context) => {
    const backend = await opening(engine)();
    if ("unavailable" in backend) return context.skip(backend.unavailable);
    expect(backend.name).toBe(engine);
    expect(backend.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(backend.fingerprint).toMatch(new RegExp(`^${engine}/.*${backend.version}`));
    backend.dispose();
  });
});

it("leaves the listeners for uncaught errors as they were", async () => {
  const before =
    process.rawListeners("uncaughtException").length + process.rawListeners("unhandledRejection").length;
  await openTfjsBackend("wasm");
  const after =
    process.rawListeners("uncaughtException").length + process.rawListeners("unhandledRejection").length;
  expect(after).toBe(before);
});

it("refuses tensorflow where the environment is not set, naming what to set", async () => {
  delete process.env.TF_NUM_INTRAOP_THREADS;
  try {
    const opened = openTfjsBackend("tensorflow");
    await expect(opened).rejects.toThrow(BackendError);
    await expect(opened).rejects.toThrow(/expected TF_NUM_INTRAOP_THREADS=1 \(is not set\)/);
  } finally {
    Object.assign(process.env, tensorflowEnvironment());
  }
});

/** Tensors and bytes that the engine holds; TensorFlow's addon counts tensors only. */
function held(engine: TfjsEngineName): { tensors: number; bytes: number } {
  const { numTensors, numBytes } = tf.memory();
  if (engine !== "tensorflow") return { tensors: numTensors, bytes: numBytes };
  const { binding } = tf.findBackend("tensorflow") as unknown as { readonly binding: unknown };
  if (!isTensorflowBinding(binding)) throw new Error("expected tfjs-node's addon");
  return { tensors: binding.getNumOfTensors(), bytes: 0 };
}
