import type { RecordedRun } from "@lockstep/coordinator";
import type { ParameterPlan } from "@lockstep/model";
import { describe, expect, it } from "vitest";
import { StepCounter } from "../presentation/step-counter.js";
import { formatVerification } from "../presentation/verification-report.js";
import type { StepEvent } from "../run-source/recorded-steps.js";
import { FakeIo } from "../testing/fake-io.js";
import { step } from "../testing/sample-events.js";
import { compareSteps } from "./compare-steps.js";
import { differentParameters } from "./different-parameters.js";
import { matchingBackend, type OpenBackend } from "./matching-backend.js";
import type { ReplayedStep } from "./replay.js";
import { startOf } from "./start-of-replay.js";

async function* told(...numbers: readonly number[]): AsyncGenerator<StepEvent> {
  for (const number of numbers) yield await Promise.resolve(step(number) as StepEvent);
}

/** @param wrong the step that comes out with other bits */
function compare(recorded: AsyncIterable<StepEvent>, last: number, wrong?: number) {
  let next = 1;
  const seen: number[] = [];
  const comparing = compareSteps({
    ...{ recorded, from: 1, to: 3, onStep: (number: number) => seen.push(number) },
    breathe: () => Promise.resolve(),
    replayed: () => {
      if (next > last) return undefined;
      const made = step(next++) as ReplayedStep;
      return made.step === wrong ? { ...made, digest: "x", gradientNorms: { lstm: 2 } } : made;
    },
  });
  return comparing.then((comparison) => ({ comparison, seen }));
}

describe("compareSteps", () => {
  it("compares every step", async () => {
    expect(await compare(told(1, 2, 3), 3)).toEqual({
      comparison: { type: "equal", digest: "digest-3" },
      seen: [1, 2, 3],
    });
  });

  it("ends at the first that differs", async () => {
    expect(await compare(told(1, 2, 3), 3, 2)).toMatchObject({
      comparison: { type: "different", difference: { step: 2, layers: ["lstm"] } },
      seen: [1],
    });
  });

  it.each<[string, readonly number[], number, object]>([
    ["the history lacks one in between", [1, 3], 3, { type: "missing", step: 2 }],
    ["the history ends early", [1, 2], 3, { type: "missing", step: 3 }],
    ["the run ends early", [1, 2, 3], 2, { type: "ended", step: 3 }],
  ])("says where %s", async (_, numbers, last, expected) => {
    expect((await compare(told(...numbers), last)).comparison).toEqual(expected);
  });
});

describe("differentParameters", () => {
  const plan = [
    { layer: "lstm", name: "kernel", offset: 0, size: 3 },
    { layer: "dense", name: "bias", offset: 3, size: 1 },
  ] as unknown as readonly ParameterPlan[];

  it("names the weights that differ, and the first value", () => {
    const one = Float32Array.of(1, 2, 3, 4);
    expect(differentParameters(plan, one, Float32Array.of(1, 2, 3, 4))).toEqual([]);
    expect(differentParameters(plan, one, Float32Array.of(1, 5, 6, 4))).toEqual([
      { layer: "lstm", name: "kernel", count: 2, size: 3, first: { index: 1, values: [2, 5] } },
    ]);
  });

  it("tells zeros apart", () => {
    expect(differentParameters(plan, new Float32Array(4), Float32Array.of(0, 0, 0, -0))).toHaveLength(1);
  });
});

describe("matchingBackend", () => {
  const closed: string[] = [];
  const open: OpenBackend = (choice) => {
    if (choice === "tensorflow") return Promise.reject(new Error("libtensorflow is missing"));
    const backend = { name: choice, fingerprint: "wasm/4", dispose: () => void closed.push(choice) };
    return Promise.resolve({ backend } as never);
  };

  it("takes the one that promises the run's bits", async () => {
    expect(await matchingBackend("auto", "wasm/4", ["tensorflow", "wasm"], open)).toMatchObject({
      name: "wasm",
    });
    expect(closed).toEqual([]);
  });

  it("refuses where none does, and says what each has", async () => {
    await expect(matchingBackend("auto", "other", ["tensorflow", "wasm"], open)).rejects.toMatchObject({
      exitCode: 2,
      message:
        '--backend auto: expected one that computes the bits of the run\'s workers, "other"; tensorflow does not work here: libtensorflow is missing; wasm here has "wasm/4"',
    });
    expect(closed).toEqual(["wasm"]);
  });
});

describe("startOf", () => {
  const damaged = [{ file: "f", reason: "cut off" }];
  const recorded = (step?: number): Pick<RecordedRun, "checkpointAt"> => ({
    checkpointAt: (most) => {
      expect(most).toBe(9);
      return Promise.resolve(
        step === undefined ? { damaged } : ({ checkpoint: { step }, file: "c", damaged } as never),
      );
    },
  });

  it("is a checkpoint before the first step that is compared, or the beginning", async () => {
    expect(await startOf(recorded(8), 10)).toMatchObject({ step: 8, source: { checkpoint: "c" }, damaged });
    expect(await startOf(recorded(), 10)).toMatchObject({
      step: 0,
      checkpoint: undefined,
      source: {},
      damaged,
    });
  });

  it("needs none for the first step", async () => {
    const unread = { checkpointAt: () => Promise.reject(new Error("must not be read")) };
    expect(await startOf(unread, 1)).toMatchObject({ step: 0, damaged: [] });
  });
});

describe("formatVerification", () => {
  const verification = { runId: "r", from: 1, to: 3, backend: "wasm", fingerprint: "f" };

  it("names the steps, and where they were taken up", () => {
    const comparison = { type: "equal", digest: "d" } as const;
    expect(formatVerification({ ...verification, comparison })).toEqual(["verified: steps 1 to 3, digest d"]);
    expect(formatVerification({ ...verification, from: 3, checkpoint: "c", comparison })).toEqual([
      "verified: step 3 (from c), digest d",
    ]);
  });

  it("names the layers and the weights that differ", () => {
    const difference = {
      ...{ step: 2, epoch: 1, layers: [], digests: ["a", "b"] as const },
      measures: [{ loss: 1 }, { loss: 2 }] as const,
    };
    const first = { index: 4, values: [0.5, 0.25] as const };
    const parameters = [{ layer: "lstm", name: "kernel", count: 2, size: 8, first }];
    const comparison = { type: "different", difference } as const;
    expect(formatVerification({ ...verification, comparison, parameters: [] }).at(-1)).toBe(
      "  the checkpoint of that step holds what was computed once more: what was told is wrong",
    );
    expect(formatVerification({ ...verification, comparison, parameters })).toEqual([
      "step 2 (epoch 1) is the first that differs",
      "  told: digest a, loss 1",
      "  computed once more: digest b, loss 2",
      "  gradients: equal norms in every layer, so what differs is the update that was made of them",
      "  lstm/kernel: 2 of 8 values differ, the first at 4: 0.5 in the checkpoint, 0.25 computed once more",
    ]);
  });

  it.each([
    ["missing", "step 2 is not in the history: nothing can be said from there on"],
    ["ended", "step 2 differs: computed once more, the run ends before it"],
  ] as const)("says that a step is %s", (type, line) => {
    expect(formatVerification({ ...verification, comparison: { type, step: 2 } })).toEqual([line]);
  });
});

describe("StepCounter", () => {
  it("draws one line over, ten times a second at most, and leaves it empty", () => {
    const io = new FakeIo();
    const terminal = { columns: () => 80, colour: false };
    const counter = new StepCounter({ stderr: io.stderr, now: () => io.nowMs, terminal }, "verified", {
      from: 10,
      to: 20,
    });
    counter.show(11);
    counter.show(12);
    io.nowMs = 100;
    counter.show(13);
    counter.end();
    expect(io.err.split("\r\u001b[K")).toEqual(["", "verified 1/10 steps", "verified 3/10 steps", ""]);
  });

  it("says nothing where there is no terminal", () => {
    const io = new FakeIo();
    const counter = new StepCounter(io, "verified", { from: 0, to: 2 });
    counter.show(1);
    counter.end();
    expect(io.err).toBe("");
  });
});
