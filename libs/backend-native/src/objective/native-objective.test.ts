import { ObjectiveError, type Objective, type OutputBatch } from "@lockstep/objective";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOutputBatch } from "../testing/any-output-batch.js";
import { expectSameBits } from "../testing/any-floats.js";
import {
  hasClassNumbers,
  lossCases,
  objectiveWithAllMetrics,
  type LossCase,
  type OutputShape,
} from "../testing/objective-cases.js";
import { gather, placedByTime, placedDensely } from "../testing/placed-batch.js";
import { loadTestingAddon, type PlacedBatch, type TestedObjective } from "../testing/testing-addon.js";
import { encodeObjective } from "./encode-objective.js";

const addon = loadTestingAddon();

function inAddon(objective: Objective): TestedObjective {
  const program = encodeObjective(objective);
  if (program === undefined) throw new Error("expected an objective that says what it is");
  return new addon.Objective(program.words, program.numbers, program.strings);
}

/** What became of a batch: sums and gradient as they were left, and what was thrown. */
interface Outcome {
  readonly statistics: Float64Array;
  readonly gradient: Float32Array;
  readonly refusal: string | undefined;
}

/** Sums are added to what is there. */
const before = 0.125;

function refusalOf(accumulate: () => void): string | undefined {
  try {
    accumulate();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // The core leaves it to JavaScript to spell a number.
    return "value" in error ? `${error.message}${String(error.value)}` : error.message;
  }
}

function outcomeHere(objective: Objective, batch: OutputBatch): Outcome {
  const statistics = new Float64Array(objective.statisticsLength).fill(before);
  const gradient = new Float32Array(batch.outputs.length).fill(NaN);
  const refusal = refusalOf(() => {
    objective.accumulate(batch, statistics, gradient);
  });
  return { statistics, gradient, refusal };
}

function outcomeThere(objective: TestedObjective, batch: PlacedBatch, width: number): Outcome {
  const statistics = new Float64Array(objective.statisticsLength).fill(before);
  const gradient = new Float32Array(batch.outputs.length).fill(NaN);
  const refusal = refusalOf(() => {
    objective.accumulate(batch, statistics, gradient);
  });
  return { statistics, gradient: gather(gradient, batch, width), refusal };
}

function expectSameOutcome(found: Outcome, wanted: Outcome): void {
  expect(found.refusal).toBe(wanted.refusal);
  expectSameBits(found.statistics, wanted.statistics, "statistics");
  expectSameBits(found.gradient, wanted.gradient, "gradient");
}

/** Widths of a few vectors and of one value; with one entry for each sequence, and with steps. */
const shapes = (lossCase: LossCase): OutputShape[] => {
  const isOfClasses = lossCase.loss.type.includes("categorical_crossentropy");
  const widths = isOfClasses ? [2, 3, 21] : [1, 3, 21];
  return widths.flatMap((width) => [1, 3].map((entriesPerRow) => ({ width, entriesPerRow })));
};

const named = lossCases.map((lossCase) => ({
  name: `${JSON.stringify(lossCase.loss)} of ${lossCase.meaning}`,
  lossCase,
}));

describe("the core's objective gives the bits of libs/objective", () => {
  it.each(named)("$name", ({ lossCase }) => {
    for (const shape of shapes(lossCase)) {
      const here = objectiveWithAllMetrics(lossCase, shape);
      const there = inAddon(here);
      expect(here.description?.meaning).toBe(lossCase.meaning);
      expect(there).toMatchObject({
        statisticsLength: here.statisticsLength,
        targetWidth: here.targetWidth,
        fromLogits: here.fromLogits,
      });
      fc.assert(
        fc.property(anyOutputBatch(lossCase, shape), (batch) => {
          const wanted = outcomeHere(here, batch);
          expectSameOutcome(outcomeThere(there, placedDensely(batch, shape), shape.width), wanted);
          expectSameOutcome(outcomeThere(there, placedByTime(batch, shape), shape.width), wanted);
        }),
        { numRuns: 40 },
      );
    }
  });

  it("without a gradient too", () => {
    const shape = { width: 3, entriesPerRow: 1 };
    for (const lossCase of lossCases) {
      const here = objectiveWithAllMetrics(lossCase, shape);
      const targets = new Float32Array(2 * here.targetWidth).fill(1);
      const batch = { rows: 2, outputs: Float32Array.of(0.1, 0.2, 0.7, 0.5, 0.25, 0.25), targets };
      const statistics = new Float64Array(here.statisticsLength);
      inAddon(here).accumulate(placedDensely(batch, shape), statistics);
      const wanted = new Float64Array(here.statisticsLength);
      here.accumulate(batch, wanted);
      expectSameBits(statistics, wanted);
    }
  });

  it("of a large vocabulary", () => {
    const shape = { width: 5003, entriesPerRow: 2 };
    for (const lossCase of lossCases.filter(({ loss }) => loss.type.includes("categorical_crossentropy"))) {
      const here = objectiveWithAllMetrics(lossCase, shape);
      const noise = (i: number) => ((i * 7919) % 10_007) / 10_007;
      const outputs = Float32Array.from({ length: 2 * shape.width }, (_, i) => 40 * noise(i) - 20);
      outputs[17] = -2000; // its share is 0
      const targets = hasClassNumbers(lossCase)
        ? Float32Array.of(4999, 3)
        : outputs.map((_, i) => (i % shape.width === 77 ? 1 : 0));
      const batch = { rows: 1, outputs, targets };
      expectSameOutcome(
        outcomeThere(inAddon(here), placedByTime(batch, shape), shape.width),
        outcomeHere(here, batch),
      );
    }
  });
});

describe("the core's objective refuses in the words of libs/objective", () => {
  const timed = { width: 4, entriesPerRow: 3 };
  const sparse: LossCase = {
    loss: { type: "sparse_categorical_crossentropy" },
    meaning: "logits-of-softmax",
  };
  const sides: LossCase = { loss: { type: "hinge" }, meaning: "predictions" };
  const zeros = (length: number) => new Float32Array(length);

  it.each([
    [
      sparse,
      { targets: Float32Array.of(0, 1, 2, 3, 4, 0) },
      /row 1, entry 1: expected a class number from 0 to 3, got 4$/,
    ],
    [sparse, { targets: Float32Array.of(0, 1, 2, 3, 1e-7, 0) }, /got 1.0000000116860974e-7$/],
    [sparse, { targets: Float32Array.of(0, NaN, 2, 3, 3, 0) }, /row 0, entry 1: .*, got NaN$/],
    [sides, { targets: zeros(24).fill(2, 6, 7) }, /row 0, entry 1, value 2: expected -1 or 1 .*, got 2$/],
    [sparse, { targets: zeros(5) }, /^targets: expected 6 values \(6 of 1\), got 5$/],
    [sparse, { targets: zeros(0) }, /^targets: expected 6 values/],
    [
      sparse,
      { targets: zeros(6), mask: zeros(3) },
      /^mask: expected 6 values \(1 for each time step\), got 3$/,
    ],
    [
      sparse,
      { targets: zeros(6), weights: zeros(2) },
      /^weights: expected 6 values .* time steps\), got 2; Keras/,
    ],
    [sparse, { targets: zeros(6), weights: zeros(0) }, /^weights: expected 6 values .* time steps\), got 0$/],
  ] as const)("%#", (lossCase, given, message) => {
    const here = objectiveWithAllMetrics(lossCase, timed);
    const batch = { rows: 2, outputs: zeros(24), ...given };
    const wanted = outcomeHere(here, batch);
    expect(wanted.refusal).toMatch(message);
    expectSameOutcome(outcomeThere(inAddon(here), placedDensely(batch, timed), timed.width), wanted);
    expect(() => {
      here.accumulate(batch, new Float64Array(here.statisticsLength));
    }).toThrow(ObjectiveError);
  });
});
