import type { MicroBatch } from "@lockstep/backend";
import type { Sample } from "@lockstep/backend/conformance";
import * as fc from "fast-check";

/** A model of the addon to somebody who does not know its types. */
export type AnyModel = Readonly<
  Record<"setParameters" | "forward" | "backward" | "dispose", (...args: readonly unknown[]) => unknown>
>;

const strangeNumbers = [
  NaN,
  Infinity,
  -Infinity,
  -1,
  -0,
  0,
  1.5,
  2,
  4,
  2 ** 24,
  2 ** 24 + 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
];

function detached(): Float32Array {
  const array = new Float32Array(30);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** Made anew each time: some cannot be used twice. */
const strangeThings: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => "3",
  () => true,
  () => 3n,
  () => Symbol("rows"),
  () => ({}),
  () => [],
  () => [new Float32Array(30), null, undefined],
  () => new Array<unknown>(2 ** 32 - 1),
  () => ({ length: 2 ** 31 }),
  () => new Float64Array(30),
  () => new Int32Array(30),
  () => new Uint8Array(30),
  () => new DataView(new ArrayBuffer(120)),
  () => new ArrayBuffer(120),
  () => new Float32Array(new SharedArrayBuffer(120)),
  () => detached(),
  () => () => 3,
  () => new Proxy({}, { get: () => new Float32Array(1) }),
];

const strangeArrays = fc.nat(200).map((length) => () => new Float32Array(length));
const makers: fc.Arbitrary<() => unknown> = fc.oneof(
  fc.constantFrom(...strangeNumbers).map((number) => () => number),
  fc.constantFrom(...strangeThings),
  strangeArrays,
);

/** Anything. */
export const hostileValues: fc.Arbitrary<unknown> = makers.map((make) => make());

const strangeFloats = fc.constantFrom(
  NaN,
  Infinity,
  -Infinity,
  1e-40,
  -1e-45,
  3.4e38,
  -3.4e38,
  -0,
  7,
  2 ** 24,
  0.5,
);

/** Puts something into a batch that was like `valid`. */
type Change = (batch: Record<string, unknown>, valid: MicroBatch) => void;

const properties = ["rows", "inputs", "timeSteps", "mask", "states", "random"] as const;
const randomProperties = ["seed", "step", "sequences"] as const;

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.constantFrom(...properties), makers).map(([property, make]): Change => (batch) => {
    batch[property] = make();
  }),
  fc.tuple(fc.constantFrom(...randomProperties), makers).map(([property, make]): Change => (batch) => {
    batch.random = { seed: 1, step: 2, sequences: Uint32Array.of(1, 2, 3), [property]: make() };
  }),
  fc.tuple(fc.nat(2), makers).map(([count, make]): Change => (batch, { inputs }) => {
    batch.inputs = inputs.with(0, make() as Float32Array).slice(0, count);
  }),
  fc.constantFrom(...properties).map((property): Change => (batch) => {
    Object.defineProperty(batch, property, {
      get: () => {
        throw new RangeError("no such thing");
      },
      set: () => undefined,
      configurable: true,
    });
  }),
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(500), strangeFloats).map(([place, value]): Change => (batch, { inputs }) => {
      batch.inputs = inputs.map((values) => values.with(place % values.length, value));
    }),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 9 }).map((timeSteps): Change => (batch, { inputs }) => {
      batch.timeSteps = timeSteps;
      batch.inputs = inputs.map((values) => new Float32Array((values.length / 5) * timeSteps));
    }),
  },
);

/** What becomes of a batch. */
export const hostileBatches = fc
  .array(changes, { minLength: 1, maxLength: 2 })
  .map((list) => (valid: MicroBatch): unknown => {
    const batch: Record<string, unknown> = { ...valid };
    for (const change of list) change(batch, valid);
    return batch;
  });

/** Calls of a model, most of them of a kind that it expects at another time. */
export const hostileCalls: fc.Arbitrary<(model: AnyModel, sample: Sample) => unknown> = fc.oneof(
  fc.constantFrom(
    (model: AnyModel, { parameters }: Sample) => model.setParameters(parameters),
    (model: AnyModel, { batch }: Sample) => model.forward(batch, false, false),
    (model: AnyModel, { batch }: Sample) => model.backward(batch.y, true, true),
    (model: AnyModel) => model.dispose(),
  ),
  strangeFloats.map(
    (value) =>
      (model: AnyModel, { parameters }: Sample) =>
        model.setParameters(parameters.map(() => value)),
  ),
  fc
    .tuple(
      fc.constantFrom("setParameters", "forward", "backward", "dispose"),
      fc.array(makers, { maxLength: 4 }),
    )
    .map(
      ([name, args]) =>
        (model: AnyModel) =>
          model[name](...args.map((make) => make())),
    ),
  fc.constantFrom("setParameters", "forward", "backward", "dispose").map(
    (name) =>
      (model: AnyModel, { batch }: Sample) =>
        // As a method of something that is no model.
        model[name].call({}, batch, false, false),
  ),
);
