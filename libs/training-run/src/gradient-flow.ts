import { gradientFlowLayers, recurrentIn, type LayerPlan } from "@lockstep/model";
import { LaneSums, squaresSum, type Pace, type Sliced } from "@lockstep/numerics";
import type { Sums } from "@lockstep/reduction";
import type { RunEventBody } from "@lockstep/telemetry";
import type { Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";

/** Most norms of a layer. */
const maxColumns = 256;

/** A step whose gradient was followed through time. */
export interface FollowedStep {
  readonly round: Pick<Round, "number" | "parametersVersion" | "gradientFlow">;
  /** Of the global batch: the gradient flow's are behind the objective's. */
  readonly sums: Pick<Sums, "statistics">;
  /** Parameters before the step, and after it. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  /** The mean gradient, before clipping. */
  readonly gradient: Float32Array;
}

/** What is told of it. */
export function* gradientFlowEvent(
  run: Pick<RunDefinition, "plan" | "objective">,
  step: FollowedStep,
  pace: Pace,
): Sliced<RunEventBody> {
  const { round, sums, before, after, gradient } = step;
  const change = new Float32Array(before.length);
  yield* pace.over(0, change.length, (begin, end) => {
    for (let i = begin; i < end; i++) change[i] = (after[i] as number) - (before[i] as number);
  });
  const layers = run.plan.layers.flatMap(partsOf);
  const parameterNorms = yield* normsOf(before, layers, pace);
  const gradientNorms = yield* normsOf(gradient, layers, pace);
  const updateNorms = yield* normsOf(change, layers, pace);
  const flows = flowsOf(run, round, sums.statistics);
  return {
    type: "gradient-flow",
    round: round.number,
    step: round.parametersVersion + 1,
    layers: layers.map(({ path }, index) => ({
      layer: path,
      ...(flows.get(path) ?? { timeSteps: 0, norms: [] }),
      parameterNorm: parameterNorms[index] as number,
      gradientNorm: gradientNorms[index] as number,
      updateNorm: updateNorms[index] as number,
    })),
  };
}

interface LayerFlow {
  readonly timeSteps: number;
  readonly norms: readonly number[];
}

/** By path: L being the mean loss, sums of squares are those of the weight squared. */
function flowsOf(
  { plan, objective }: Pick<RunDefinition, "plan" | "objective">,
  { gradientFlow }: FollowedStep["round"],
  statistics: Float64Array,
): Map<string, LayerFlow> {
  const weight = statistics[1] as number;
  let at = objective.statisticsLength;
  return new Map(
    gradientFlowLayers(plan, gradientFlow?.timeSteps).map(({ layer, timeSteps }) => {
      const sums = statistics.subarray(at, (at += timeSteps));
      const norms = pooled(Array.from(sums, (sum) => told(Math.sqrt(sum) / weight))).map(short);
      return [layer, { timeSteps, norms }] as const;
    }),
  );
}

/** JSON has no infinity: what overflowed is the greatest number. */
function told(norm: number): number {
  return Number.isFinite(norm) ? norm : Number.MAX_VALUE;
}

/** To six digits: there are many of them, and they are looked at on a logarithmic scale. */
function short(norm: number): number {
  return norm === Number.MAX_VALUE ? norm : Number(norm.toPrecision(6));
}

/** The greatest of as many neighbours as leave few enough. */
function pooled(norms: readonly number[]): number[] {
  const width = Math.ceil(norms.length / maxColumns);
  return Array.from({ length: Math.ceil(norms.length / Math.max(1, width)) }, (_, column) =>
    Math.max(...norms.slice(column * width, (column + 1) * width)),
  );
}

/** Layers that have parameters, in the order of the plan: of a wrapper, the recurrent ones inside. */
function partsOf(layer: LayerPlan): readonly LayerPlan[] {
  const recurrent = recurrentIn(layer);
  if (recurrent.length > 0) return recurrent;
  return layer.parameters.length > 0 ? [layer] : [];
}

/** L2 norm of each layer's part of a flat vector. */
function* normsOf(values: Float32Array, layers: readonly LayerPlan[], pace: Pace): Sliced<number[]> {
  const parts = layers.map(({ parameters }) => ({ parameters, sums: new LaneSums(parameters.length) }));
  yield* pace.run(
    parts.flatMap(({ parameters, sums }) =>
      parameters.map(({ offset, size }, index) =>
        squaresSum(values, { begin: offset, end: offset + size }, sums, index),
      ),
    ),
  );
  return parts.map(({ parameters, sums }) =>
    told(Math.sqrt(parameters.reduce((total, _, index) => total + sums.total(index), 0))),
  );
}
