import { parseLayers } from "@lockstep/job";
import { planModel } from "@lockstep/model";
import { Pace, wholly } from "@lockstep/numerics";
import { describe, expect, it } from "vitest";
import { gradientFlowEvent } from "./gradient-flow.js";
import { toyRun } from "./testing/toy-cluster.js";

const layers = parseLayers([
  { type: "Bidirectional", layer: { type: "SimpleRNN", units: 1, useBias: false } },
  { type: "Dense", units: 1 },
]);

/** What is told of a step of that many time steps; the parameters go from 2 to 5 each, the gradient is 4 each. */
function flow(sums: readonly number[], timeSteps: number, weight = 10) {
  const plan = planModel({ layers }, [timeSteps, 1]);
  const all = (value: number) => new Float32Array(plan.parameterCount).fill(value);
  const round = { number: 9, parametersVersion: 6, gradientFlow: { timeSteps } };
  const statistics = Float64Array.of(0, weight, weight, ...sums);
  const step = { round, sums: { statistics }, before: all(2), after: all(5), gradient: all(4) };
  const event = wholly(gradientFlowEvent({ ...toyRun(), plan }, step, new Pace()));
  if (event.type !== "gradient-flow") throw new Error(`expected the gradient flow, got ${event.type}`);
  return event;
}

describe("what is told of a gradient on its way through time", () => {
  it("is of the mean loss, for each direction, with the norms of what it has", () => {
    const told = flow([1, 4, 9, 2], 2);
    const ofTwo = { parameterNorm: Math.sqrt(8), gradientNorm: Math.sqrt(32), updateNorm: Math.sqrt(18) };
    const ofThree = { parameterNorm: Math.sqrt(12), gradientNorm: Math.sqrt(48), updateNorm: Math.sqrt(27) };
    expect(told).toEqual({
      type: "gradient-flow",
      round: 9,
      step: 7,
      layers: [
        { layer: "bidirectional/forward_simple_rnn", timeSteps: 2, norms: [0.1, 0.2], ...ofTwo },
        { layer: "bidirectional/backward_simple_rnn", timeSteps: 2, norms: [0.3, 0.141421], ...ofTwo },
        { layer: "dense", timeSteps: 0, norms: [], ...ofThree },
      ],
    });
  });

  it("is the greatest of neighbours where there are more than 256 time steps", () => {
    const timeSteps = 600;
    const sums = Array.from({ length: 2 * timeSteps }, (_, step) => (step % timeSteps) ** 2);
    const [first] = flow(sums, timeSteps, 1).layers;
    expect(first?.timeSteps).toBe(timeSteps);
    expect(first?.norms).toEqual(Array.from({ length: 200 }, (_, column) => 3 * column + 2));
  });

  it("has the greatest number in the place of what is none", () => {
    const [first] = flow([Infinity, NaN, 1, 1], 2).layers;
    expect(first?.norms).toEqual([Number.MAX_VALUE, Number.MAX_VALUE]);
  });
});
