import { createHash } from "node:crypto";
import { withGradientFlow, type MicroBatch } from "@lockstep/backend";
import { rowsOf, type Sample } from "@lockstep/backend/conformance";
import { ReductionTree } from "@lockstep/reduction";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InstructionSet } from "./addon/addon.js";
import { loadAddon } from "./addon/load-addon.js";
import { openNativeBackend, type OpenedNativeBackend } from "./open-native-backend.js";
import { bitSampleNames, bitSampleOf } from "./testing/bit-samples.js";
import {
  bytesOf,
  partsOf,
  rowsOfResults,
  squaredError,
  withModel,
  type Parts,
  type SampleResults,
} from "./testing/sample-results.js";

/**
 * The bits that a numerics version stands for: sha256 over all results of all samples. Whoever changes bits raises
 * numerics_version in core/numerics_version.h and puts the new pair here. (A new sample changes the digest alone.)
 */
const promised = {
  numericsVersion: "1",
  digest: "c4f90dc54c5b327ffe6e8526a96f0b6478c1cbc463487304ba3dadebafce68b3",
};

const addon = loadAddon();
const { signal } = new AbortController();
let backends: ReadonlyMap<InstructionSet, OpenedNativeBackend>;
beforeAll(() => {
  const sets = addon.instructionSets();
  backends = new Map(sets.map((instructionSet) => [instructionSet, openNativeBackend({ instructionSet })]));
});
afterAll(() => {
  for (const backend of backends.values()) backend.dispose();
});

function backendOf(set: InstructionSet): OpenedNativeBackend {
  const backend = backends.get(set);
  if (backend === undefined) throw new Error(`expected a machine with ${set}`);
  return backend;
}

function resultsOn(set: InstructionSet, name: string): SampleResults {
  const sample = bitSampleOf(name);
  return withModel(backendOf(set), sample, (resultsOf) => resultsOf(sample.batch));
}

function expectSameBits(actual: Parts, expected: Parts, where: string): void {
  expect(Object.keys(actual), where).toEqual(Object.keys(expected));
  for (const [part, values] of Object.entries(expected)) {
    const bytes = bytesOf(actual[part] ?? new Float32Array());
    expect(bytes.equals(bytesOf(values)), `${part} of ${where} is the same to the bit`).toBe(true);
  }
}

describe.each(["avx512", "avx2", "neon"] as const)("%s gives the bits of the portable kernels", (set) => {
  const sets = addon.instructionSets();
  const isHere = sets.includes(set);

  it.for(isHere ? bitSampleNames : ["every sample"])("of %s", (name, { skip }) => {
    skip(!isHere, `this processor has ${sets.join(", ")}`);
    expectSameBits(partsOf(resultsOn(set, name)), partsOf(resultsOn("portable", name)), name);
  });
});

describe.each(addon.instructionSets())("%s gives the bits of a row in any company", (set) => {
  it.for(bitSampleNames)("of %s", (name) => {
    const sample = bitSampleOf(name);
    const { rows } = sample.batch;
    withModel(backendOf(set), sample, (resultsOf) => {
      const whole = resultsOf(sample.batch);
      for (const { start, end } of companies(rows)) {
        const part = resultsOf(rowsOf(sample, start, end));
        const actual = rowsOfResults(part, end - start, { start: 0, end: end - start });
        const expected = rowsOfResults(whole, rows, { start, end });
        expectSameBits(actual, expected, `rows ${start} to ${end}`);
      }
    });
  });

  it.for(bitSampleNames)("and of micro-batches computed together, of %s", async (name) => {
    const sample = bitSampleOf(name);
    const rows = microBatchRows(sample.batch.rows);
    const model = backendOf(set).prepareForRanges(sample.plan, squaredError(sample));
    model.setParameters(sample.parameters);
    const { gradient, statistics, states } = await model
      .computeRange({ purpose: "gradient", rows, batch: sample.batch, gradientFlow: true }, signal)
      .finally(() => {
        model.dispose();
      });
    expectSameBits({ gradient, statistics, states }, oneByOne(set, sample, rows), name);
  });
});

describe("bits", () => {
  it("are those of the numerics version", () => {
    const found = { numericsVersion: addon.numericsVersion, digest: digestOfAll() };
    expect(found, `changed bits want another numerics version: ${JSON.stringify(found)}`).toEqual(promised);
  });
});

/** sha256 of all results on the fastest instruction set, but for the gradient flow, which came later than the version. */
function digestOfAll(): string {
  const [fastest = "portable"] = addon.instructionSets();
  const hash = createHash("sha256");
  for (const name of bitSampleNames) {
    hash.update(`${name}\n`);
    for (const [part, values] of Object.entries(partsOf(resultsOn(fastest, name)))) {
      expect(values.every(Number.isFinite), `${part} of ${name} is finite`).toBe(true);
      if (part === "flow") continue;
      hash.update(bytesOf(values));
    }
  }
  return hash.digest("hex");
}

/** One row, fewer and more than go into a tile, and all but one; from either end and from within. */
function companies(rows: number): readonly { readonly start: number; readonly end: number }[] {
  const counts = [1, 2, 3, 7, 13, rows - 1].filter((count) => count < rows);
  const ends = counts.flatMap((count) => [
    { start: 0, end: count },
    { start: rows - count, end: rows },
  ]);
  return [...ends, { start: 2, end: 3 }, { start: 1, end: rows - 1 }];
}

/** Micro-batches computed one by one, added up in the canonical tree. */
function oneByOne(set: InstructionSet, sample: Sample, rows: readonly number[]): Parts {
  const tree = new ReductionTree(rows.length);
  const states: number[] = [];
  withModel(backendOf(set), sample, (resultsOf) => {
    microBatchesOf(sample, rows).forEach((batch, first) => {
      const results = resultsOf(batch);
      const { gradient, statistics, flow } = results;
      tree.add({ first, count: 1 }, { gradient, statistics: withGradientFlow(statistics, flow) });
      states.push(...results.states);
    });
  });
  const { root } = tree;
  if (root === undefined) throw new Error("expected a root");
  return { gradient: root.gradient, statistics: root.statistics, states: Float32Array.from(states) };
}

function microBatchesOf(sample: Sample, rows: readonly number[]): MicroBatch[] {
  let end = 0;
  return rows.map((count) => rowsOf(sample, end, (end += count)));
}

/** Micro-batches of two rows, and what is left. */
function microBatchRows(rows: number): number[] {
  const whole = Array.from({ length: Math.floor(rows / 2) }, () => 2);
  return rows % 2 === 0 ? whole : [...whole, 1];
}
