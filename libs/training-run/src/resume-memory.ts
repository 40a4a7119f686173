import type { ModelPlan } from "@lockstep/model";
import { PlainReader } from "./plain-reader.js";
import type { PlainData, ResumePoint } from "./resume-point.js";
import { firstTestRound } from "./round-schedule.js";
import type { RunDefinition } from "./run-definition.js";

/** What a run remembers from a resume point, checked against what it is. */
export interface Remembered {
  readonly point: ResumePoint;
  /** Of the machine: see {@link PlainMemory}. */
  readonly machine: PlainReader;
  readonly progress: PlainReader;
  readonly checkpoints: PlainReader;
  readonly vectors: RememberedVectors;
}

/** What `ResumePoint.progress` is made of. */
export interface PlainMemory {
  /** Who takes part. */
  readonly machine: PlainData;
  /** Numbers. */
  readonly progress: PlainData;
  /** When checkpoints are due. */
  readonly checkpoints: PlainData;
}

/** Goes up when what is in there, or what it means, changes. */
const version = 1;

export function plainMemory(memory: PlainMemory): PlainData {
  return { version, ...memory };
}

/**
 * Opens a resume point for this run.
 * @throws RangeError where it is not of such a run, naming the field
 */
export function remember(run: RunDefinition, point: ResumePoint): Remembered {
  checkNumbers(run, point);
  checkState(run, point);
  const fields = new PlainReader(point.progress, "progress").fields(
    ...(["version", "machine", "progress", "checkpoints"] as const),
  );
  if (fields.version.count !== version)
    throw new RangeError(`progress.version: expected ${version}, got ${fields.version.count}`);
  return { point, ...fields, vectors: new RememberedVectors(point.vectors, run.plan) };
}

/** The further vectors of a point; each is asked for once. */
export class RememberedVectors {
  readonly #left: Map<string, Float32Array>;

  constructor(
    vectors: ResumePoint["vectors"],
    private readonly plan: ModelPlan,
  ) {
    this.#left = new Map(Object.entries(vectors));
  }

  /**
   * @param length absent: that of the parameters
   * @throws RangeError where it is missing or has another length
   */
  take(name: string, length: number = this.plan.parameterCount): Float32Array {
    const vector = this.#left.get(name);
    if (vector?.length !== length)
      throw new RangeError(
        `vectors.${name}: expected ${length} elements, got ${vector?.length ?? "nothing"}`,
      );
    this.#left.delete(name);
    return vector;
  }

  takeIfThere(name: string): Float32Array | undefined {
    return this.#left.has(name) ? this.take(name) : undefined;
  }

  /** @throws RangeError where there is one that nobody asked for */
  end(): void {
    const [name] = this.#left.keys();
    if (name !== undefined) throw new RangeError(`vectors.${name}: no such vector is known`);
  }
}

function checkNumbers({ shape }: RunDefinition, { round, step, epoch }: ResumePoint): void {
  if (shape.kind !== "train") throw new RangeError(`shape.kind: only training is resumed, got ${shape.kind}`);
  const last = firstTestRound(shape) + Math.ceil(shape.sequences.test / shape.batchSize);
  const numbers = { round: [round, last], step: [step, Infinity], epoch: [epoch, shape.epochs] } as const;
  for (const [name, [value, most]] of Object.entries(numbers)) {
    if (!Number.isInteger(value) || value < 0 || value > most)
      throw new RangeError(`${name}: expected a whole number from 0 to ${most}, got ${value}`);
  }
}

function checkState(run: RunDefinition, { state, step, digest }: ResumePoint): void {
  const { parameterCount } = run.plan;
  if (state.step !== step) throw new RangeError(`state.step: expected ${step}, got ${state.step}`);
  checkLength("state.parameters", state.parameters, parameterCount);
  const { momentNames } = run.optimizer;
  if (state.moments.length !== momentNames.length)
    throw new RangeError(`state.moments: expected ${momentNames.length}, got ${state.moments.length}`);
  momentNames.forEach((name, index) =>
    checkLength(`state.moments.${name}`, state.moments[index] as Float32Array, parameterCount),
  );
  const whole = run.digest();
  whole.add(state.parameters);
  const found = whole.finish();
  if (found !== digest) throw new RangeError(`digest: expected ${found} of these parameters, got ${digest}`);
}

function checkLength(field: string, vector: Float32Array, length: number): void {
  if (vector.length !== length)
    throw new RangeError(`${field}: expected ${length} elements, got ${vector.length}`);
}
