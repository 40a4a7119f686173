import type { RandomSource } from "@lockstep/job";
import { RandomStream, randomPurpose } from "@lockstep/numerics";
import { invalidData } from "../data-error.js";
import { MemoryDataset } from "../datasets/memory-dataset.js";
import { maxValues } from "../max-values.js";
import { sequenceLayout } from "./sequence-layout.js";
import type { SourceData, SourceReading } from "./source-reading.js";

type RandomOptions = RandomSource["random"];

/** Gives one sequence after the other. */
interface SequenceGenerator {
  /** Fills in the inputs, (T, F). @returns the target, one value */
  next(inputs: Float32Array): number;
}

/**
 * Random sequences x (N, T, F), y (N, 1). Inputs and targets have streams of their own.
 * @throws DataError where the data set would be too large
 */
export function readRandomSource({ random: options }: RandomSource, reading: SourceReading): SourceData {
  const { sequences, timeSteps, features } = options;
  const inputSize = timeSteps * features;
  const targetSize = reading.withTargets ? 1 : 0;
  const size = sequences * (inputSize + targetSize);
  if (size > maxValues) {
    const got = `${size} in ${sequences} sequences of ${timeSteps} x ${features}`;
    throw invalidData("random data", `expected at most ${maxValues} values, got ${got}`);
  }
  const values = new Float32Array(size);
  const generator = generatorOf(options, reading);
  for (let begin = 0; begin < size; begin += inputSize + targetSize) {
    const target = generator.next(values.subarray(begin, begin + inputSize));
    if (reading.withTargets) values[begin + inputSize] = target;
  }
  const target = reading.withTargets ? { values: 1, timed: false } : undefined;
  const layout = sequenceLayout({ features, target }, timeSteps, reading.padding);
  const lengths = new Uint32Array(sequences).fill(timeSteps);
  return { dataset: new MemoryDataset({ kind: "memory", layout, lengths, values }) };
}

function generatorOf(options: RandomOptions, { seed, part }: SourceReading): SequenceGenerator {
  const stream = (array: number) =>
    new RandomStream({ seed, purpose: randomPurpose.data, counters: [part, array] });
  const [inputs, labels] = [stream(0), stream(1)];
  switch (options.labels) {
    case "binary":
      return uniform(inputs, () => labels.below(2));
    case "categorical":
      return uniform(inputs, () => labels.below(options.classes ?? 2));
    case "adding":
      return addingProblem(inputs, labels, options);
  }
}

/** Inputs uniform in [0, 1); labels that have nothing to do with them. */
function uniform(inputs: RandomStream, label: () => number): SequenceGenerator {
  return {
    next: (values) => {
      for (let index = 0; index < values.length; index++) values[index] = inputs.uniform24();
      return label();
    },
  };
}

/**
 * The adding problem (Hochreiter and Schmidhuber 1997, section 5.4): features are a value in [0, 1) and a marker, which
 * is 1 at one time step of each half and 0 elsewhere; the target is the sum of the two marked values.
 */
function addingProblem(
  inputs: RandomStream,
  places: RandomStream,
  { timeSteps, features }: RandomOptions,
): SequenceGenerator {
  if (features !== 2 || timeSteps < 2) {
    const got = `${timeSteps} and ${features}`;
    throw invalidData(
      "random data",
      `labels: adding expects at least 2 time steps of 2 features, got ${got}`,
    );
  }
  const half = Math.floor(timeSteps / 2);
  return {
    next: (values) => {
      for (let step = 0; step < timeSteps; step++) values[step * 2] = inputs.uniform24();
      const marked = [places.below(half), half + places.below(timeSteps - half)];
      for (const step of marked) values[step * 2 + 1] = 1;
      return marked.reduce((sum, step) => sum + (values[step * 2] as number), 0);
    },
  };
}
