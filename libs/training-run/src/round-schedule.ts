import { epochOrder } from "@lockstep/sequence-data";
import { bucketedBatches, longestOf } from "./bucketed-batches.js";
import type { DataPart, Purpose, Round, StartingStates, TimeRange } from "./round.js";
import { carriesStates, segmentsOf, type RunShape } from "./run-shape.js";

/** Global batches of one part in one epoch. */
interface Pass {
  readonly purpose: Purpose;
  readonly part: DataPart;
  readonly epoch: number;
  readonly batches: readonly Uint32Array[];
}

/**
 * The rounds of a run, in order: each epoch's steps, its validation, and after the last epoch the test. Rounds are made
 * as they are asked for, so that training can be ended early.
 */
export class RoundSchedule {
  #number = 0;
  #steps = 0;
  #rounds: Generator<Round, void>;

  /** @param finalises whether what training leaves is a further version of the parameters */
  constructor(
    private readonly shape: RunShape,
    private readonly finalises = false,
  ) {
    this.#rounds = shape.kind === "train" ? this.#all() : this.#test(0, 0);
  }

  /** Undefined when there is none left. */
  next(): Round | undefined {
    return this.#rounds.next().value ?? undefined;
  }

  /** Goes on with the test, after as many steps and epochs. */
  endTraining(steps: number, epochs: number): void {
    this.#rounds = this.#test(steps + (this.finalises ? 1 : 0), epochs - 1);
  }

  *#all(): Generator<Round, void> {
    const { epochs, sequences } = this.shape;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const train = trainingBatches(this.shape, epoch);
      yield* this.#training({ purpose: "gradient", part: "train", epoch, batches: train });
      const validation = this.#inOrder(sequences.validation);
      yield* this.#pass({ purpose: "evaluate", part: "validation", epoch, batches: validation }, this.#steps);
    }
    yield* this.#test(this.#steps + (this.finalises ? 1 : 0), epochs - 1);
  }

  *#training(pass: Pass): Generator<Round, void> {
    const segments = segmentsOf(this.shape);
    const batches = pass.batches.length * segments.length;
    for (const [index, sequences] of pass.batches.entries()) {
      for (const [place, timeRange] of segments.entries()) {
        const batch = index * segments.length + place;
        const isFirst = this.shape.stateful ? pass.epoch === 0 && batch === 0 : place === 0;
        const version = this.#steps++;
        yield this.#round(pass, { sequences, batch, batches, version, isFirst, timeRange });
      }
    }
  }

  /** Validation goes on from the states of training and leaves its own to the next epoch, as in Keras. */
  *#pass(pass: Pass, version: number, restarts = false): Generator<Round, void> {
    const batches = pass.batches.length;
    for (const [batch, sequences] of pass.batches.entries()) {
      const isFirst = !this.shape.stateful || (restarts && batch === 0);
      yield this.#round(pass, { sequences, batch, batches, version, isFirst });
    }
  }

  *#test(version: number, epoch: number): Generator<Round, void> {
    const purpose = this.shape.kind === "predict" ? "predict" : "evaluate";
    const batches = this.#inOrder(this.shape.sequences.test);
    yield* this.#pass({ purpose, part: "test", epoch, batches }, version, true);
  }

  #inOrder(sequences: number): Uint32Array[] {
    return cut(
      Uint32Array.from({ length: sequences }, (_, index) => index),
      this.shape.batchSize,
    );
  }

  #round({ purpose, part, epoch }: Pass, at: PlaceInPass): Round {
    const { sequences, batch, batches, version: parametersVersion, timeRange } = at;
    const startsFrom: StartingStates = at.isFirst ? "zero" : "carried";
    const timeSteps = this.#timeSteps(purpose, part, sequences);
    return {
      ...{ number: this.#number++, purpose, part, epoch, batch, batches, sequences },
      ...{ microBatchSize: this.shape.microBatchSize, parametersVersion },
      ...(timeSteps === undefined ? {} : { timeSteps }),
      ...(timeRange ? { timeRange } : {}),
      ...(carriesStates(this.shape) ? { startsFrom } : {}),
    };
  }

  /** Predictions keep the shape that the model has. */
  #timeSteps(purpose: Purpose, part: DataPart, sequences: Uint32Array): number | undefined {
    const lengths = this.shape.lengths?.[part];
    return this.shape.bucketing && lengths && purpose !== "predict"
      ? longestOf(sequences, lengths)
      : undefined;
  }
}

interface PlaceInPass {
  readonly sequences: Uint32Array;
  readonly batch: number;
  readonly batches: number;
  readonly version: number;
  readonly isFirst: boolean;
  readonly timeRange?: TimeRange | undefined;
}

/** All rounds of a run that no callback ends early. */
export function* roundSchedule(shape: RunShape): Generator<Round, undefined> {
  const schedule = new RoundSchedule(shape);
  for (let round = schedule.next(); round; round = schedule.next()) yield round;
  return undefined;
}

/** An epoch's global batches of the training part. */
function trainingBatches(shape: RunShape, epoch: number): Uint32Array[] {
  const { seed, batchSize, shuffle, sequences, bucketing, lengths } = shape;
  const given = shape.order?.[epoch];
  if (given) return cut(given, batchSize);
  if (!bucketing) return cut(epochOrder(seed, epoch, sequences.train, shuffle), batchSize);
  if (!lengths?.train) throw new RangeError("shape.lengths.train: expected with bucketing, got none");
  const { windowBatches } = bucketing;
  return bucketedBatches({ seed, epoch, lengths: lengths.train, batchSize, windowBatches, shuffle });
}

function cut(order: Uint32Array, batchSize: number): Uint32Array[] {
  return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, batch) =>
    order.subarray(batch * batchSize, (batch + 1) * batchSize),
  );
}
