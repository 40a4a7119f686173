import { callbackOf, type CallbackOptions } from "./callbacks/callback-list.js";
import { directionsOf } from "./callbacks/metric-direction.js";
import type { DataPart } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import type { RunShape } from "./run-shape.js";

/**
 * Why a run cannot be: the field, what was expected, what came. Undefined where it can. To be asked once, before the
 * run; data and job are each valid by themselves.
 */
export function runProblem(run: RunDefinition): string | undefined {
  if (run.shape.kind !== "train") return statefulProblem(run.shape);
  return (
    statefulProblem(run.shape) ??
    orderProblem(run.shape) ??
    segmentProblem(run.shape) ??
    firstOf(run.callbacks ?? [], (callback, index) =>
      callbackProblem(run, callback, `fit.callbacks[${index}]`),
    ) ??
    bestProblem(run)
  );
}

/** Row i of a batch goes on in row i of the next, so that all batches have as many rows, in the order of the data. */
function statefulProblem(shape: RunShape): string | undefined {
  if (!shape.stateful) return undefined;
  const { kind, shuffle, bucketing, batchSize, sequences } = shape;
  if (kind === "train" && shuffle)
    return "fit.shuffle: expected false for a stateful model, whose sequences go on from batch to batch, got true";
  if (bucketing) return "fit.bucketing: expected none for a stateful model, whose batches keep their order";
  return firstOf(["train", "validation", "test"] as const, (part: DataPart) =>
    sequences[part] % batchSize === 0
      ? undefined
      : `data.${part}: expected a multiple of fit.batchSize (${batchSize}) sequences for a stateful model, got ${sequences[part]}`,
  );
}

function orderProblem({ bucketing, lengths, sequences, order }: RunShape): string | undefined {
  if (bucketing && lengths?.train?.length !== sequences.train)
    return `shape.lengths.train: expected ${sequences.train} lengths with bucketing, got ${lengths?.train?.length ?? "none"}`;
  return firstOf(order ?? [], (epoch, index) =>
    epoch.length !== sequences.train
      ? `shape.order[${index}]: expected ${sequences.train} sequences, got ${epoch.length}`
      : epoch.every((sequence) => sequence < sequences.train)
        ? undefined
        : `shape.order[${index}]: expected indices below ${sequences.train}, got ${epoch.find((sequence) => sequence >= sequences.train)}`,
  );
}

function segmentProblem({ truncate, timeSteps, bucketing }: RunShape): string | undefined {
  if (truncate === undefined) return undefined;
  if (bucketing) return "fit.bucketing: expected none with fit.truncate, which cuts all batches alike";
  if (timeSteps === undefined) return "shape.timeSteps: expected a number with fit.truncate, got none";
  return undefined;
}

function callbackProblem(run: RunDefinition, callback: CallbackOptions, field: string): string | undefined {
  if (callback.type === "ReduceLROnPlateau" && run.optimizer.hasSchedule)
    return `${field}: ReduceLROnPlateau expects a number as optimizer.learningRate, got a schedule`;
  if (!("monitor" in callback)) return undefined;
  const measured = measuresOf(run, callback);
  if (!measured.includes(callback.monitor))
    return `${field}.monitor: expected one of ${measured.join(", ")}, got ${callback.monitor}`;
  return wayProblem(run, callback, field);
}

/** The checkpoint of the best epoch is told which epoch that is as a callback is. */
function bestProblem(run: RunDefinition): string | undefined {
  const best = run.checkpoints?.best;
  return best && callbackProblem(run, { type: "ModelCheckpoint", ...best }, "checkpoints.best");
}

/** Names of what is measured each epoch. */
function measuresOf({ shape, objective }: RunDefinition, { type }: CallbackOptions): string[] {
  const names = ["loss", ...objective.metricNames];
  const validation = shape.sequences.validation > 0 ? names.map((name) => `val_${name}`) : [];
  return [...names, ...validation, ...(type === "ReduceLROnPlateau" ? ["learning_rate"] : [])];
}

function wayProblem(run: RunDefinition, callback: CallbackOptions, field: string): string | undefined {
  try {
    callbackOf(callback, directionsOf(run.objective));
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return `${field}.${error.message}`;
    throw error;
  }
}

function firstOf<Item>(
  items: readonly Item[],
  problemOf: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const problem = problemOf(item, index);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
