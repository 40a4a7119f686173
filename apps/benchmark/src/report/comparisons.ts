import type { Outcome } from "../measure-in-turns.js";
import { microBatchSizes, stepId, type StepPlace } from "../sections.js";

/** Two contenders side by side. */
export interface Comparison {
  readonly id: string;
  readonly label: string;
  /** Milliseconds, or how many times as fast. */
  readonly unit: "ms" | "x";
  /** Of the minima and of the medians; absent where one of the two was not measured. */
  readonly values?: { readonly ofMinima: number; readonly ofMedians: number };
  readonly aim?: Aim;
  /** Whether the minima meet the aim. */
  readonly verdict?: "met" | "missed";
}

export interface Aim {
  readonly relation: "at most" | "at least";
  readonly value: number;
}

type Outcomes = ReadonlyMap<string, Outcome>;
type Measured = Outcome & { readonly kind: "measured" };

const overheadAim: Aim = { relation: "at most", value: 1 };
const gradientAim: Aim = { relation: "at least", value: 4 };

/** What the figures say side by side. */
export function compare(outcomes: Outcomes): Comparison[] {
  const comparer = new Comparer(outcomes);
  return [
    ...microBatchSizes.map((size) =>
      comparer.difference(
        `overhead-micro-batch-${size}`,
        `overhead of the cluster on a step, micro-batches of ${size}`,
        at("cluster-1", size),
        at("in-process", size),
        overheadAim,
      ),
    ),
    ...microBatchSizes.map((size) =>
      comparer.ratio(
        `second-worker-micro-batch-${size}`,
        `gain of a second worker, micro-batches of ${size}`,
        at("cluster-1", size),
        at("cluster-2", size),
      ),
    ),
    ...(["tensorflow", "wasm"] as const).map((name) =>
      comparer.ratio(
        `layers-${name}`,
        `gradient on ${name} against tfjs-layers' trainOnBatch`,
        ["layers-train-on-batch"],
        [`gradient-${name}`],
        gradientAim,
      ),
    ),
    comparer.ratio(
      "keras",
      "step in one process, one micro-batch, against the best of Keras",
      comparer.named("keras-"),
      at("in-process", 32),
    ),
    comparer.ratio(
      "torch",
      "step in one process, one micro-batch, against PyTorch",
      comparer.named("torch-"),
      at("in-process", 32),
    ),
  ];
}

function at(place: StepPlace, microBatchSize: number): readonly string[] {
  return [stepId(place, microBatchSize)];
}

class Comparer {
  constructor(private readonly outcomes: Outcomes) {}

  named(prefix: string): readonly string[] {
    return [...this.outcomes.keys()].filter((id) => id.startsWith(prefix));
  }

  difference(
    id: string,
    label: string,
    minuend: readonly string[],
    subtrahend: readonly string[],
    aim: Aim,
  ): Comparison {
    return this.#compare({ id, label, unit: "ms", aim }, minuend, subtrahend, (a, b) => a - b);
  }

  /** How many times as fast `fast` is. */
  ratio(id: string, label: string, slow: readonly string[], fast: readonly string[], aim?: Aim): Comparison {
    return this.#compare({ id, label, unit: "x", ...(aim && { aim }) }, slow, fast, (a, b) => a / b);
  }

  #compare(
    comparison: Omit<Comparison, "values" | "verdict">,
    left: readonly string[],
    right: readonly string[],
    combine: (a: number, b: number) => number,
  ): Comparison {
    const [a, b] = [this.#best(left), this.#best(right)];
    if (!a || !b) return comparison;
    const ofMinima = combine(a.minimum, b.minimum);
    const values = { ofMinima, ofMedians: combine(a.median, b.median) };
    return { ...comparison, values, ...(comparison.aim && { verdict: judge(ofMinima, comparison.aim) }) };
  }

  /** The fastest of several. */
  #best(ids: readonly string[]): Measured | undefined {
    const measured = ids.map((id) => this.outcomes.get(id)).filter((outcome) => outcome?.kind === "measured");
    return measured.sort((a, b) => a.minimum - b.minimum)[0];
  }
}

function judge(value: number, { relation, value: bound }: Aim): "met" | "missed" {
  return (relation === "at most" ? value <= bound : value >= bound) ? "met" : "missed";
}
