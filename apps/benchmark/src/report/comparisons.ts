import {
  machineryId,
  machineryModels,
  type MachineryModel,
  type MachineryPart,
} from "../machinery/machinery-parts.js";
import type { Outcome } from "../measure-in-turns.js";
import { microBatchSizes, stepId, type StepPlace } from "../sections.js";

/** Two contenders side by side. */
export interface Comparison {
  readonly id: string;
  readonly label: string;
  /** Milliseconds, how many times as fast, or a share of a step. */
  readonly unit: "ms" | "x" | "%";
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
/** Shares of a step, in percent. */
const machineryAims: Readonly<Record<MachineryModel, number>> = { notebook: 5, lstm: 1 };

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
    ...machineryModels.flatMap((model) => machineryComparisons(comparer, model)),
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

const modelNames: Readonly<Record<MachineryModel, string>> = {
  notebook: "the notebook's model",
  lstm: "LSTM(128)",
};

/** What leases, speculation, events, checkpoints and the digest cost, as shares of a whole step. */
function machineryComparisons(comparer: Comparer, model: MachineryModel): Comparison[] {
  const name = modelNames[model];
  const share = (id: string, label: string, more: MachineryPart, less?: MachineryPart, aim?: Aim) =>
    comparer.share(
      `machinery-${model}-${id}`,
      `${label}, ${name}`,
      machineryId(model, more),
      less && machineryId(model, less),
      machineryId(model, "step"),
      aim,
    );
  const aim: Aim = { relation: "at most", value: machineryAims[model] };
  return [
    share("share", "machinery over bare arithmetic, in a step", "default", "bare", aim),
    share("kept", "of it database and checkpoints every 30 s", "default", "off"),
    share("checkpoints", "the same with a checkpoint wanted after every step", "every-step", "off"),
    share("digest-share", "of it the digest", "digest"),
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

  /** What one costs more than another, in percent of a step. */
  share(
    id: string,
    label: string,
    more: string,
    less: string | undefined,
    step: string,
    aim?: Aim,
  ): Comparison {
    const comparison = { id, label, unit: "%", ...(aim && { aim }) } as const;
    const [a, whole] = [this.#best([more]), this.#best([step])];
    const b = less === undefined ? { minimum: 0, median: 0 } : this.#best([less]);
    if (!a || !b || !whole) return comparison;
    const ofMinima = (100 * (a.minimum - b.minimum)) / whole.minimum;
    const values = { ofMinima, ofMedians: (100 * (a.median - b.median)) / whole.median };
    return { ...comparison, values, ...(aim && { verdict: judge(ofMinima, aim) }) };
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
