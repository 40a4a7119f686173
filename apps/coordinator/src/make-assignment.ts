import type { Assignment, FreshRows, HeldSequences } from "@lockstep/protocol";
import type { SequenceDataset } from "@lockstep/sequence-data";
import { rowsOf, sequencesOf, type RunCommand } from "@lockstep/training-run";
import type { PreparedRun } from "./prepared-run.js";

type AssignCommand = Extract<RunCommand, { type: "assign" }>;

/**
 * The assignment of a range, with the rows that the worker does not hold; they count as held from now on.
 * @throws DataError where a row cannot be read; the account of what is held is unchanged then
 */
export function makeAssignment(
  { runId, data }: PreparedRun,
  { round, node, states }: AssignCommand,
  held: HeldSequences<undefined>,
): Assignment {
  const { part, number, purpose, parametersVersion, timeRange } = round;
  const dataset = data.part(part);
  const sequences = sequencesOf(round, node.first, node.count);
  const places = held.missing(part, sequences);
  const fresh = readRows(dataset, sequences, places);
  held.use(
    part,
    sequences,
    fresh.rows.map((row) => ({ size: row.length, row: undefined })),
  );
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
    fresh: packed(places, fresh),
    // A batch of empty sequences is padded too.
    timeSteps: Math.max(1, round.timeSteps ?? data.timeStepsOf(part)),
    ...(timeRange ? { timeRange } : {}),
    states: states ?? new Float32Array(),
  };
}

interface ReadRows {
  readonly rows: readonly Float32Array[];
  readonly lengths: Uint32Array;
}

function readRows(dataset: SequenceDataset, sequences: Uint32Array, places: Uint32Array): ReadRows {
  const indices = Array.from(places, (place) => sequences[place] ?? 0);
  return {
    rows: indices.map((index) => dataset.row(index)),
    lengths: Uint32Array.from(indices, (index) => dataset.lengthOf(index)),
  };
}

function packed(places: Uint32Array, { rows, lengths }: ReadRows): FreshRows {
  const values = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let offset = 0;
  for (const row of rows) {
    values.set(row, offset);
    offset += row.length;
  }
  return { places, lengths, values };
}
