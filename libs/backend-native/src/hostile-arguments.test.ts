import {
  notebookObjective,
  notebookSample,
  sampleOf,
  stackNames,
  type Sample,
} from "@lockstep/backend/conformance";
import { parseModel } from "@lockstep/job";
import { planModel, type LayerPlan } from "@lockstep/model";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AddonBatch, AddonModel, ForwardResult, InstructionSet, RangeArguments } from "./addon/addon.js";
import { loadAddon } from "./addon/load-addon.js";
import { rangeArguments, rangeOutputs } from "./model/range-arguments.js";
import { modelProgram } from "./program/model-program.js";
import type { Program } from "./program/program-writer.js";
import { newAddonRangeModel } from "./testing/addon-models.js";
import { hostileBatches, hostileCalls, hostileValues, type AnyModel } from "./testing/hostile-values.js";
import { mutated, mutations } from "./testing/mutated-program.js";
import { bytesOf } from "./testing/sample-results.js";

// Whatever is given to the addon, it computes or throws: a crash would end the process of these tests.

const addon = loadAddon();
const sets = addon.instructionSets();
/** More of them, and other ones each time, on demand. */
const isLong = process.env.LOCKSTEP_LONG_TESTS === "1";
const runs = (count: number) =>
  isLong ? { numRuns: 50 * count, endOnFailure: true } : { numRuns: count, seed: 8 };

interface Valid {
  readonly sample: Sample;
  readonly program: Program;
}

const known = new Map<string, Valid>();

/** A model of the conformance tests, as a program. */
function validOf(stack: string): Valid {
  const found = known.get(stack);
  if (found !== undefined) return found;
  const sample = sampleOf(stack, { rows: 3, timeSteps: 5, features: 2 }, 9);
  const made = { sample, program: modelProgram(sample.plan, false) };
  known.set(stack, made);
  return made;
}

const stacks = fc.constantFrom(...stackNames);
const instructionSets = fc.constantFrom(...sets);

const rangeArgumentCount = 12;

/** A model for ranges, and what it is given to compute one. */
function notebookRange() {
  const sample = notebookSample(6, 3);
  const source = { ...sample, objective: notebookObjective(sample.plan) };
  const random = { seed: 1, step: 2, sequences: Uint32Array.of(1, 2, 3, 4, 5, 6) };
  const range = { purpose: "gradient", rows: [4, 2], batch: { ...sample.batch, random } } as const;
  const outputs = rangeOutputs({ sizes: source, range });
  const given = [...rangeArguments(range), ...outputs] as const;
  return { model: newAddonRangeModel(source), given, outputs };
}

function bitsOfRange({ model, given, outputs }: ReturnType<typeof notebookRange>) {
  model.compute(...given);
  return outputs;
}

/** The result, or undefined where it was refused, which only an Error may say. */
function attempt<Result>(call: () => Result): Result | undefined {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof Error)) throw new Error("expected an Error", { cause: error });
    return undefined;
  }
}

/** Calls again with the length that was asked for, where that is one to go on with. */
function withLength<Result>(length: number, call: (length: number) => Result): Result | undefined {
  try {
    return call(length);
  } catch (error) {
    const asked = /expected (\d+) values/.exec(String(error))?.[1];
    if (asked === undefined || Number(asked) > 20_000) return undefined;
    return attempt(() => call(Number(asked)));
  }
}

/** The first values, again and again. */
function stretched(values: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => values[i % Math.max(values.length, 1)] ?? 0);
}

function modelOf(program: Program, set: InstructionSet): AddonModel | undefined {
  return attempt(() => new addon.Model(program.words, program.numbers, program.strings, set));
}

/** Arrays as long as the model wants them, as far as that can be guessed. */
function forward(
  model: AddonModel,
  { parameters, batch }: Sample,
  watch: boolean,
): ForwardResult | undefined {
  withLength(parameters.length, (length) => model.setParameters(stretched(parameters, length)));
  const { rows, inputs, timeSteps, mask, states, random } = batch;
  const [first = new Float32Array(), ...others] = inputs;
  const call = (length: number, withStates: AddonBatch["states"]) =>
    model.forward(
      {
        rows,
        inputs: [stretched(first, length), ...others],
        ...(timeSteps !== undefined && { timeSteps }),
        ...(mask && { mask: stretched(mask, length) }),
        ...(withStates && { states: withStates }),
        ...(random && { random }),
      },
      watch,
      watch,
    );
  return (
    withLength(first.length, (length) => call(length, states)) ?? attempt(() => call(first.length, undefined))
  );
}

/** Everything that a model does; tells how far it got. */
function goThrough(model: AddonModel, sample: Sample, watch: boolean): "refused" | "forward" | "backward" {
  const result = forward(model, sample, watch);
  if (result === undefined) return "refused";
  const { output, steps } = result;
  expect(output.length % (sample.batch.rows * steps)).toBe(0);
  const back = attempt(() => model.backward(output, true, watch));
  attempt(() => model.backward(output, true, watch));
  return back === undefined ? "forward" : "backward";
}

function bitsOf({ sample, program }: Valid): Buffer {
  const model = new addon.Model(program.words, program.numbers, program.strings, sets[0] ?? "portable");
  model.setParameters(sample.parameters);
  const { output, states } = model.forward(sample.batch, false, false);
  const { gradient } = model.backward(output, false, false);
  model.dispose();
  return Buffer.concat([output, states, gradient].map(bytesOf));
}

/** Does something hostile, and sees whether models still compute what they did before. */
function expectNothingBroken(hostile: () => void): void {
  const sound = stackNames.map(validOf);
  const before = sound.map(bitsOf);
  hostile();
  sound.forEach((valid, i) => expect(bitsOf(valid).equals(before[i] ?? Buffer.alloc(0))).toBe(true));
}

describe("the addon computes or throws", { timeout: isLong ? 1_800_000 : 60_000 }, () => {
  it("whatever program a model is made of", () => {
    const reached = { refused: 0, forward: 0, backward: 0 };
    expectNothingBroken(() => {
      fc.assert(
        fc.property(stacks, mutations, instructionSets, fc.boolean(), (stack, changes, set, watch) => {
          const { sample, program } = validOf(stack);
          const model = modelOf(mutated(program, changes), set);
          if (model === undefined) return;
          reached[goThrough(model, sample, watch)]++;
          model.dispose();
        }),
        runs(4000),
      );
    });
    // Most programs are refused at once; these are not, so that there is something to look at.
    expect(reached.backward).toBeGreaterThan(200);
  });

  it("but no model of which two layers have one parameter", () => {
    const layer = { type: "Dense", units: 2 };
    const plan = planModel(parseModel({ layers: [layer, layer] }), [2]);
    const [first, second] = plan.layers as [LayerPlan, LayerPlan];
    const { words, numbers, strings } = modelProgram(
      { ...plan, layers: [first, { ...second, parameters: first.parameters }] },
      false,
    );
    expect(() => new addon.Model(words, numbers, strings, "portable")).toThrow(
      `layer ${second.path}: expected parameters of its own, got parameter 0 of ${first.path}`,
    );
  });

  it("whatever batch it is given", () => {
    let computed = 0;
    expectNothingBroken(() => {
      fc.assert(
        fc.property(stacks, hostileBatches, fc.array(fc.boolean()), (stack, hostile, flags) => {
          const { sample, program } = validOf(stack);
          const model = new addon.Model(
            program.words,
            program.numbers,
            program.strings,
            sets[0] ?? "portable",
          );
          model.setParameters(sample.parameters);
          const batch = hostile(sample.batch) as AddonBatch;
          const result = attempt(() => model.forward(batch, flags[0] ?? false, flags[1] ?? false));
          if (result !== undefined) computed++;
          attempt(() =>
            model.backward(result?.output ?? sample.batch.y, flags[2] ?? false, flags[3] ?? false),
          );
          model.dispose();
        }),
        runs(2000),
      );
    });
    expect(computed).toBeGreaterThan(200);
  });

  it("whatever its functions are given, in whatever order", () => {
    expectNothingBroken(() => {
      fc.assert(
        fc.property(stacks, fc.array(hostileCalls, { minLength: 1, maxLength: 6 }), (stack, calls) => {
          const { sample, program } = validOf(stack);
          const model = new addon.Model(
            program.words,
            program.numbers,
            program.strings,
            sets[0] ?? "portable",
          );
          for (const call of calls) attempt(() => call(model as unknown as AnyModel, sample));
        }),
        runs(2000),
      );
    });
  });

  it("whatever stands in the place of a program", () => {
    const Model = addon.Model as unknown as new (...args: readonly unknown[]) => AddonModel;
    fc.assert(
      fc.property(fc.array(hostileValues, { maxLength: 5 }), (args) => {
        expect(() => new Model(...args)).toThrow(Error);
      }),
      runs(500),
    );
  });

  it("whatever stands in the place of a range's arguments", async () => {
    const pool = new addon.ThreadPool(1);
    const anyPlace = fc.nat(rangeArgumentCount + 5);
    const changes = fc.array(
      fc.oneof(
        fc.tuple(anyPlace, hostileValues),
        fc.tuple(fc.constant(0), fc.constantFrom("gradient", "evaluate", "predict")),
      ),
      { minLength: 1, maxLength: 3 },
    );
    const bits = () => bitsOfRange(notebookRange());
    const expected = bits();
    let computed = 0;
    await fc.assert(
      fc.asyncProperty(changes, fc.boolean(), async (list, beside) => {
        const { model, given } = notebookRange();
        const hostile: unknown[] = [...given];
        for (const [place, value] of list) hostile[place] = value;
        const args = hostile as unknown as typeof given;
        const outcome = beside
          ? await attempt(() => model.submit(pool, ...args))?.result.catch(() => undefined)
          : attempt(() => model.compute(...args));
        if (outcome !== undefined) computed++;
        const range = hostile.slice(0, rangeArgumentCount) as unknown as RangeArguments;
        await attempt(() => model.submitLocate(pool, ...range))?.result.catch(() => undefined);
        model.dispose();
      }),
      runs(1000),
    );
    expect(computed).toBeGreaterThan(50);
    expect(bits()).toEqual(expected);
    await pool.close();
  });

  it("but not into memory that is shared, or that has two outputs in it, or in part random", () => {
    const refused = (place: number, value: unknown, message: string) => {
      const { model, given } = notebookRange();
      const hostile = given.map((argument, i) => (i === place ? value : argument));
      const computed = () => model.compute(...(hostile as unknown as typeof given));
      expect(computed).toThrow(message);
    };
    const shared = new Float32Array(new SharedArrayBuffer(4 * 131));
    refused(rangeArgumentCount, shared, "gradient: expected a Float32Array, got one in shared memory");
    const { outputs } = notebookRange();
    const inside = new Float32Array(new ArrayBuffer(4 * outputs[0].length + 8 * outputs[1].length));
    const { model, given } = notebookRange();
    const overlapping = [
      ...given.slice(0, rangeArgumentCount),
      inside.subarray(0, outputs[0].length),
      new Float64Array(inside.buffer, 0, outputs[1].length),
      outputs[2],
    ];
    expect(() => model.compute(...(overlapping as unknown as typeof given))).toThrow(
      "outputs: expected memory of its own for each",
    );
    refused(1, [4, 2], "rows: expected a Float64Array");
    refused(1, new Float64Array(), "rows: expected at least one micro-batch, got none");
    refused(1, Float64Array.of(4, 0.5), "rows[1]: expected a whole number from 1 to");
    const longest = 2 ** 24;
    const endless = new Float64Array(2 ** 20).fill(longest);
    refused(1, endless, `rows: expected at most ${longest} of all micro-batches together, got more`);
    refused(9, undefined, "random.step: expected a whole number");
    refused(10, undefined, "random.sequences: expected a Uint32Array");
    refused(11, undefined, "gradientFlow: expected true or false");
    const batch = { ...notebookSample(6, 3).batch, random: { seed: 1, step: 2 } };
    const plain = validOf("masked time steps").program;
    const forward = new addon.Model(plain.words, plain.numbers, plain.strings, sets[0] ?? "portable");
    forward.setParameters(validOf("masked time steps").sample.parameters);
    const without = { ...validOf("masked time steps").sample.batch, random: batch.random };
    expect(() => forward.forward(without as unknown as AddonBatch, false, false)).toThrow(
      "random.sequences: expected a Uint32Array",
    );
  });

  it("though memory is given away that a range is computed into", async () => {
    const pool = new addon.ThreadPool(1);
    const { model, given } = notebookRange();
    const { result } = model.submit(pool, ...given);
    const { buffer, length } = given[rangeArgumentCount] as Float32Array<ArrayBuffer>;
    structuredClone(buffer, { transfer: [buffer] });
    await expect(result).rejects.toThrow(`gradient: expected ${length} values, got 0`);
    // It is free again.
    expect(model.compute(...notebookRange().given)).toEqual({ isFinite: true });
    await pool.close();
  });

  it("but not with memory that other threads may change", () => {
    const { sample, program } = validOf("masked time steps");
    const model = new addon.Model(program.words, program.numbers, program.strings, sets[0] ?? "portable");
    const shared = (values: Float32Array) => {
      const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
      copy.set(values);
      return copy;
    };
    const message = "expected a Float32Array, got one in shared memory";
    expect(() => model.setParameters(shared(sample.parameters))).toThrow(`parameters: ${message}`);
    model.setParameters(sample.parameters);
    const batch = { ...sample.batch, inputs: sample.batch.inputs.map(shared) };
    expect(() => model.forward(batch, false, false)).toThrow(`inputs[0]: ${message}`);
  });

  it("though a getter takes away memory that it was given", () => {
    const { sample, program } = validOf("masked time steps");
    const model = new addon.Model(program.words, program.numbers, program.strings, sets[0] ?? "portable");
    model.setParameters(sample.parameters);
    const inputs = sample.batch.inputs.map((values) => values.slice());
    const batch = {
      rows: sample.batch.rows,
      inputs,
      get mask() {
        for (const { buffer } of inputs) structuredClone(buffer, { transfer: [buffer] });
        return sample.batch.mask;
      },
    };
    const length = sample.batch.inputs[0]?.length ?? 0;
    expect(() => model.forward(batch as AddonBatch, false, false)).toThrow(
      `inputs[0]: expected ${length} values, got 0`,
    );
  });
});
