import { deviation, tolerance, type GoldenCase } from "@lockstep/golden-cases";
import type { ModelPlan, ParameterPlan } from "@lockstep/model";
import type { GoldenFitOutcome } from "./golden-fit.js";

/** One thing that Keras's fit has and how far ours is from it. */
export interface Comparison {
  readonly what: string;
  readonly deviation: number;
  readonly tolerance: number;
}

/** Compares all that a fit case has with a repetition of it. */
export function compareFit(golden: GoldenCase, outcome: GoldenFitOutcome): Comparison[] {
  const compare = (what: string, values: ArrayLike<number>, values64: ArrayLike<number>): Comparison => ({
    what,
    deviation: values.length === values64.length ? deviation(values, values64) : Infinity,
    tolerance: tolerance(golden, what),
  });
  return [...measured(golden, outcome), ...parameters(golden, outcome), ...states(golden, outcome)].map(
    ({ what, values, values64 }) => compare(what, values, values64),
  );
}

interface Pair {
  readonly what: string;
  readonly values: ArrayLike<number>;
  readonly values64: ArrayLike<number>;
}

function* measured(golden: GoldenCase, { training, predictions }: GoldenFitOutcome): Generator<Pair> {
  const { epochs, events, result } = training;
  const { history = {}, evaluate = {}, batchLosses, epochs: count } = golden.expected64 ?? {};
  if (count !== undefined) yield { what: "epochs", values: [epochs.length], values64: [count] };
  for (const [name, values64] of Object.entries(history)) {
    yield { what: `history/${name}`, values: epochs.map(({ measures }) => measures[name] ?? NaN), values64 };
  }
  for (const [name, value] of Object.entries(evaluate)) {
    yield { what: `evaluate/${name}`, values: [result.test?.[name] ?? NaN], values64: [value] };
  }
  if (batchLosses) {
    const losses = events.flatMap((event) => (event.type === "step" ? [event.measures.loss ?? NaN] : []));
    yield { what: "batchLosses", values: losses, values64: batchLosses.flat() };
  }
  yield { what: "output", values: predictions, values64: golden.float64("output64") };
}

function* parameters(golden: GoldenCase, { training, plan }: GoldenFitOutcome): Generator<Pair> {
  const { epochs, result } = training;
  const of = (values: Float32Array, { offset, size }: ParameterPlan): Float32Array =>
    values.subarray(offset, offset + size);
  for (const parameter of plan.parameters) {
    const weight = `${parameter.layer}/${parameter.name}`;
    for (const [index, epoch] of epochs.entries()) {
      const values64 = golden.float64(`parameters.after64/${index + 1}/${weight}`);
      yield {
        what: `parameters.after/${index + 1}/${weight}`,
        values: of(epoch.parameters, parameter),
        values64,
      };
    }
    const values64 = golden.float64(`parameters.final64/${weight}`);
    yield { what: `parameters.final/${weight}`, values: of(result.state.parameters, parameter), values64 };
  }
}

function* states(golden: GoldenCase, { plan, epochStates }: GoldenFitOutcome): Generator<Pair> {
  for (const { layer, index, take } of stateColumns(plan)) {
    for (const [epoch, values] of epochStates.entries()) {
      const what = `states.after/${epoch + 1}/${layer}/${index}`;
      yield { what, values: take(values), values64: golden.float64(what.replace("/", "64/")) };
    }
    const what = `states.final/${layer}/${index}`;
    yield {
      what,
      values: take(epochStates.at(-1) ?? new Float32Array()),
      values64: golden.float64(what.replace("/", "64/")),
    };
  }
}

/** Where each state of each stateful layer is in a row of carried states. */
function stateColumns({ layers, stateSize }: ModelPlan): {
  layer: string;
  index: number;
  take: (rows: Float32Array) => Float32Array;
}[] {
  return layers.flatMap(({ path, states: planned }) =>
    planned.map(({ offset, units }, index) => ({
      layer: path,
      index,
      take: (rows) => rows.filter((_, at) => at % stateSize >= offset && at % stateSize < offset + units),
    })),
  );
}
