import { epochOrder } from "@lockstep/sequence-data";
import { bucketedBatches, longestOf } from "./bucketed-batches.js";
import type { DataPart, Purpose, Round, StartingStates, TimeRange } from "./round.js";
import { carriesStates, segmentsOf, stepsPerEpoch, type RunShape } from "./run-shape.js";

/** What training came to, where it is over. */
export interface TrainingEnd {
  readonly steps: number;
  readonly epochs: number;
}

/** Where a schedule goes on: at the round of that number, with so many steps and epochs behind it. */
export interface SchedulePlace extends TrainingEnd {
  readonly round: number;
}

/** A round of one part in one epoch. */
interface Place {
  readonly purpose: Purpose;
  readonly part: DataPart;
  readonly epoch: number;
  readonly batch: number;
  readonly batches: number;
  readonly version: number;
}

/**
 * The rounds of a run, in order: each epoch's steps, its validation, and after the last epoch the test. A round's number
 * says its place: where training is ended early, the numbers of the rounds that it leaves out are never used.
 */
export class RoundSchedule {
  #position: number;
  #end: TrainingEnd;
  /** Of an epoch. */
  readonly #steps: number;
  readonly #validations: number;
  readonly #tests: number;
  /** Of the epoch that was asked for last. */
  #batches: { readonly epoch: number; readonly batches: readonly Uint32Array[] } | undefined;

  /**
   * @param finalises whether what training leaves is a further version of the parameters
   * @param from absent: the beginning
   */
  constructor(
    private readonly shape: RunShape,
    private readonly finalises = false,
    from?: SchedulePlace,
  ) {
    const { kind, sequences, batchSize, epochs } = shape;
    this.#steps = kind === "train" ? stepsPerEpoch(shape) : 0;
    this.#validations = Math.ceil(sequences.validation / batchSize);
    this.#tests = Math.ceil(sequences.test / batchSize);
    this.#position = from?.round ?? 0;
    const isOver = from && from.round >= firstTestRound(shape);
    this.#end = isOver ? from : { steps: epochs * this.#steps, epochs };
  }

  /** Number of the round that {@link RoundSchedule.next} gives, or would give if there were one. */
  get position(): number {
    return this.#position;
  }

  /** Undefined when there is none left. */
  next(): Round | undefined {
    const round = this.#roundAt(this.#position);
    if (round) this.#position++;
    return round;
  }

  /** Goes on with the test, after as many steps and epochs. */
  endTraining(steps: number, epochs: number): void {
    this.#end = { steps, epochs };
    this.#position = firstTestRound(this.shape);
  }

  #roundAt(number: number): Round | undefined {
    const firstTest = firstTestRound(this.shape);
    if (number >= firstTest) return this.#testRound(number, number - firstTest);
    const perEpoch = this.#steps + this.#validations;
    const epoch = Math.floor(number / perEpoch);
    const batch = number % perEpoch;
    return batch < this.#steps
      ? this.#trainingRound(number, epoch, batch)
      : this.#validationRound(number, epoch, batch - this.#steps);
  }

  #trainingRound(number: number, epoch: number, batch: number): Round {
    const segments = segmentsOf(this.shape);
    const place = batch % segments.length;
    const isFirst = this.shape.stateful ? epoch === 0 && batch === 0 : place === 0;
    const version = epoch * this.#steps + batch;
    const sequences = this.#trainingBatch(epoch, Math.floor(batch / segments.length));
    const at = { purpose: "gradient", part: "train", epoch, batch, batches: this.#steps, version } as const;
    return this.#round(number, at, sequences, isFirst, segments[place]);
  }

  /** Validation goes on from the states of training and leaves its own to the next epoch, as in Keras. */
  #validationRound(number: number, epoch: number, batch: number): Round {
    const version = (epoch + 1) * this.#steps;
    const at = { part: "validation", epoch, batch, batches: this.#validations, version } as const;
    return this.#round(number, { purpose: "evaluate", ...at }, this.#inOrder(at), !this.shape.stateful);
  }

  #testRound(number: number, batch: number): Round | undefined {
    if (batch >= this.#tests) return undefined;
    const { kind, stateful } = this.shape;
    const { steps, epochs } = this.#end;
    const at = {
      purpose: kind === "predict" ? "predict" : "evaluate",
      part: "test",
      epoch: kind === "train" ? epochs - 1 : 0,
      batch,
      batches: this.#tests,
      version: kind === "train" ? steps + (this.finalises ? 1 : 0) : 0,
    } as const;
    return this.#round(number, at, this.#inOrder(at), !stateful || batch === 0);
  }

  /** A batch of the training part, from 0. The epoch's are made when the first is asked for. */
  #trainingBatch(epoch: number, index: number): Uint32Array {
    if (this.#batches?.epoch !== epoch)
      this.#batches = { epoch, batches: trainingBatches(this.shape, epoch) };
    const batch = this.#batches.batches[index];
    if (!batch)
      throw new RangeError(
        `shape.order[${epoch}]: expected ${this.shape.sequences.train} sequences, got fewer`,
      );
    return batch;
  }

  #inOrder({ part, batch }: { readonly part: DataPart; readonly batch: number }): Uint32Array {
    const { batchSize, sequences } = this.shape;
    const begin = batch * batchSize;
    const length = Math.min(batchSize, sequences[part] - begin);
    return Uint32Array.from({ length }, (_, index) => begin + index);
  }

  #round(
    number: number,
    { purpose, part, epoch, batch, batches, version }: Place,
    sequences: Uint32Array,
    isFirst: boolean,
    timeRange?: TimeRange,
  ): Round {
    const startsFrom: StartingStates = isFirst ? "zero" : "carried";
    const timeSteps = this.#timeSteps(purpose, part, sequences);
    const flowSteps = purpose === "gradient" ? this.#flowSteps(version, timeSteps, timeRange) : undefined;
    return {
      ...{ number, purpose, part, epoch, batch, batches, sequences },
      ...{ microBatchSize: this.shape.microBatchSize, parametersVersion: version },
      ...(timeSteps === undefined ? {} : { timeSteps }),
      ...(timeRange ? { timeRange } : {}),
      ...(flowSteps === undefined ? {} : { gradientFlow: { timeSteps: flowSteps } }),
      ...(carriesStates(this.shape) ? { startsFrom } : {}),
    };
  }

  /** Time steps through which the gradient of a step is followed; undefined: it is not. */
  #flowSteps(version: number, timeSteps: number | undefined, timeRange?: TimeRange): number | undefined {
    const { gradientFlow } = this.shape;
    if (!gradientFlow || version % gradientFlow.everySteps > 0) return undefined;
    return timeRange ? timeRange.end - timeRange.begin : Math.max(1, timeSteps ?? gradientFlow.timeSteps);
  }

  /** Predictions keep the shape that the model has. */
  #timeSteps(purpose: Purpose, part: DataPart, sequences: Uint32Array): number | undefined {
    const lengths = this.shape.lengths?.[part];
    return this.shape.bucketing && lengths && purpose !== "predict"
      ? longestOf(sequences, lengths)
      : undefined;
  }
}

/** Number of the first round of the test, whether there is one or not: those of training come before. */
export function firstTestRound(shape: RunShape): number {
  if (shape.kind !== "train") return 0;
  const validations = Math.ceil(shape.sequences.validation / shape.batchSize);
  return shape.epochs * (stepsPerEpoch(shape) + validations);
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
