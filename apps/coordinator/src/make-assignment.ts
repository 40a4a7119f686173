import type { Assignment, FreshRows, HeldSequences } from "@lockstep/protocol";
import { rowSize } from "@lockstep/sequence-data/assembly";
import { rowsOf, sequencesOf, type RunCommand } from "@lockstep/training-run";
import type { PreparedRun } from "./prepared-run.js";
import type { PackedRows, RowSource } from "./rows/row-source.js";

type AssignCommand = Extract<RunCommand, { type: "assign" }>;

/**
 * The assignment of a range, with the rows that the worker does not hold; they count as held from when it is made, and
 * nothing else may change the account until then. A promise where the rows are still to be read.
 * @throws DataError where a row cannot be read; the account of what is held is unchanged then
 */
export function makeAssignment(
  run: PreparedRun,
  rows: RowSource,
  command: AssignCommand,
  held: HeldSequences<undefined>,
): Assignment | Promise<Assignment> {
  const { round, node } = command;
  const sequences = sequencesOf(round, node.first, node.count);
  const places = held.missing(round.part, sequences);
  const indices = places.map((place) => sequences[place] as number);
  const finish = (packed: PackedRows): Assignment => {
    const { layout } = run.data.part(round.part);
    const fresh = Array.from(packed.lengths, (length) => ({ size: rowSize(layout, length), row: undefined }));
    held.use(round.part, sequences, fresh);
    return assignmentOf(run, command, sequences, { places, ...packed });
  };
  const packed = rows.rows(round.part, indices);
  return packed instanceof Promise ? packed.then(finish) : finish(packed);
}

function assignmentOf(
  { runId, data }: PreparedRun,
  { round, node, states }: AssignCommand,
  sequences: Uint32Array,
  { places, lengths, values }: FreshRows,
): Assignment {
  const { part, number, purpose, parametersVersion, timeRange } = round;
  return {
    type: "assignment",
    runId,
    round: number,
    purpose,
    parametersVersion,
    first: node.first,
    rows: rowsOf(round, node.first, node.count),
    part,
    sequences,
    fresh: { places, lengths, values },
    // A batch of empty sequences is padded too.
    timeSteps: Math.max(1, round.timeSteps ?? data.timeStepsOf(part)),
    ...(timeRange ? { timeRange } : {}),
    states: states ?? new Float32Array(),
    gradientFlow: round.gradientFlow !== undefined,
  };
}
