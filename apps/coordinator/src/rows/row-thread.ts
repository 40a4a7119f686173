/** Entry of the thread that reads rows from files: a slow disk holds up no heartbeat. */
import { parentPort, workerData } from "node:worker_threads";
import { DataError, datasetOf, type SequenceDataset } from "@lockstep/sequence-data";
import { fillRows, roomFor } from "./pack-rows.js";
import type { FileParts, RowAnswer, RowQuestion } from "./row-messages.js";

const datasets = new Map<string, SequenceDataset>(
  Object.entries(workerData as FileParts).map(([part, description]) => [part, datasetOf(description)]),
);

function answer({ part, indices }: RowQuestion): RowAnswer {
  try {
    const dataset = datasets.get(part);
    if (!dataset) throw new RangeError(`the run has no ${part} data in files`);
    const room = roomFor(dataset, indices);
    fillRows(dataset, indices, room, 0);
    return { ok: true, rows: { lengths: room.lengths, values: room.values } };
  } catch (error) {
    const code = error instanceof DataError ? error.code : undefined;
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}

const port = parentPort;
if (!port) throw new Error("rows are read in a thread of the coordinator");
port.on("message", (question: RowQuestion) => {
  const answered = answer(question);
  port.postMessage(answered, answered.ok ? [answered.rows.values.buffer as ArrayBuffer] : []);
});
