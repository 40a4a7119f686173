import type { OptimizerSpec } from "@lockstep/job";
import {
  addition,
  copying,
  finiteCheck,
  LaneSums,
  magnitudesSum,
  meanOf,
  squaresSum,
} from "@lockstep/numerics";
import { initialState, optimizerOf, parameterPenalty, type Variable } from "@lockstep/optimizer";
import { expect, it } from "vitest";
import { addon } from "./testing/engines.js";

const values = new Float32Array(4);
const whole = { offset: 0, size: 4, shape: [2, 2] };

/** Names of what two steps of an optimizer are made of. */
function namesOf(options: object, constraint?: Variable["constraint"]): string[] {
  const common = {
    learningRate: 1,
    beta1: 0.5,
    beta2: 0.5,
    rho: 0.5,
    epsilon: 1,
    initialAccumulatorValue: 0,
  };
  const spec = { momentum: 0, ...common, ...options } as unknown as OptimizerSpec;
  const optimizer = optimizerOf(spec, [{ ...whole, constraint }]);
  const state = initialState(optimizer, values);
  return [0, 1].flatMap((step) =>
    optimizer.plannedUpdate({ ...state, step }, values, 1).operations.map(({ name }) => name),
  );
}

const constraints: Variable["constraint"][] = [
  { type: "NonNeg" },
  { type: "MaxNorm", maxValue: 1, axis: [0] },
  { type: "UnitNorm", axis: [0] },
  { type: "MinMaxNorm", minValue: 0, maxValue: 1, rate: 1, axis: [0] },
];

it("the addon has the operations of TypeScript, and no others", () => {
  const sums = new LaneSums(1);
  const stretch = { begin: 0, end: 4 };
  const penalty = parameterPenalty([{ ...whole, regularizer: { type: "L2", l2: 1 } }]);
  const names = [
    addition(values, values),
    copying(values, values),
    meanOf(values, 1),
    finiteCheck(values).operation,
    squaresSum(values, stretch, sums, 0),
    magnitudesSum(values, stretch, sums, 0),
    ...penalty.gradientOperations(values, values),
  ].map(({ name }) => name);
  const ofOptimizers = [
    ...[{}, { momentum: 0.5 }, { momentum: 0.5, nesterov: true }].flatMap((options) =>
      namesOf({ type: "SGD", ...options }),
    ),
    ...["Adam", "Adamax", "Nadam", "Adagrad", "Adadelta", "Lion"].flatMap((type) => namesOf({ type })),
    ...namesOf({ type: "Adam", amsgrad: true }),
    ...[0, 0.5].flatMap((momentum) =>
      [false, true].flatMap((centered) => namesOf({ type: "RMSprop", momentum, centered })),
    ),
    ...[
      { clipnorm: 1 },
      { clipvalue: 1 },
      { weightDecay: 1 },
      { useEma: true },
      { gradientAccumulationSteps: 2 },
    ].flatMap((options) => namesOf({ type: "Adam", ...options })),
    ...constraints.flatMap((constraint) => namesOf({ type: "SGD" }, constraint)),
  ];
  expect(new Set([...addon.operationNames()])).toEqual(new Set([...names, ...ofOptimizers]));
});
