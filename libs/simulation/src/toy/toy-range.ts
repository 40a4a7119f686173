import { ReductionTree, type Sums } from "@lockstep/reduction";
import { rowsOf, sequencesOf, type RangeWork, type ResultValues, type Round } from "@lockstep/training-run";

/**
 * Computes a range as a backend does, with arithmetic that is cheap and shows every difference: sums of float32 whose
 * bits depend on the order of adding, on each parameter, on the carried states and on the time steps.
 */
export function computeToyRange(work: RangeWork, parameters: Float32Array, stateSize: number): ResultValues {
  const { round, node } = work;
  const sequences = sequencesOf(round, node.first, node.count);
  const before = work.states ?? new Float32Array(sequences.length * stateSize);
  const states = before.map((state, index) => {
    const sequence = sequences[Math.floor(index / stateSize)] ?? NaN;
    return state * 0.5 + noiseOf(sequence, round) + (index % stateSize);
  });
  const tree = new ReductionTree(node.count);
  let row = 0;
  for (const [first, rows] of rowsOf(round, node.first, node.count).entries()) {
    const carried = before.subarray(row * stateSize, (row + rows) * stateSize);
    const microBatch = sequencesOf(round, node.first + first, 1);
    tree.add({ first, count: 1 }, sumsOf(microBatch, carried, parameters, round));
    row += rows;
  }
  const sums = tree.root as Sums;
  return { ...sums, predictions: new Float32Array(), states };
}

function sumsOf(sequences: Uint32Array, states: Float32Array, parameters: Float32Array, round: Round): Sums {
  const gradient = new Float32Array(round.purpose === "gradient" ? parameters.length : 0);
  let carried = 0;
  for (let index = 0; index < states.length; index++) carried += (states[index] as number) / (index + 1);
  let loss = carried * (parameters[1] as number);
  for (const sequence of sequences) {
    const noise = noiseOf(sequence, round);
    loss += noise * (parameters[0] as number);
    for (let index = 0; index < gradient.length; index++) {
      const slope = noise * (index + 1) - (parameters[index] as number) + carried / 7;
      gradient[index] = (gradient[index] as number) + slope;
    }
  }
  const statistics = [loss, sequences.length, sequences.length, ...flowOf(sequences, round)];
  return { gradient, statistics: Float64Array.from(statistics) };
}

/** Of the one recurrent layer, for each time step, where it is asked for. */
function flowOf(sequences: Uint32Array, round: Round): number[] {
  return Array.from({ length: round.gradientFlow?.timeSteps ?? 0 }, (_, step) =>
    sequences.reduce((sum, sequence) => sum + noiseOf(sequence, round) ** 2 / (step + 3), 0),
  );
}

/** A sequence's value, as far as the round computes it. */
function noiseOf(sequence: number, { timeRange, timeSteps = 0 }: Round): number {
  const segment = timeRange ? timeRange.begin * 31 + timeRange.end : 0;
  return Math.fround(((sequence * 7919 + segment * 17 + timeSteps * 5 + 13) % 1009) / 313);
}
