/** Entry of the thread that reads one request: data and first parameters may take long, and heartbeats must go on. */
import { parentPort, workerData } from "node:worker_threads";
import { CoordinatorError } from "../coordinator-error.js";
import type { PreparationAnswer, PreparationTask } from "./preparation-messages.js";
import { readRequest, type RunMaterials } from "./read-request.js";

/** Errors that are the asker's doing: they carry a text that names the field. */
const askersErrors: ReadonlySet<string> = new Set([
  "JobError",
  "DataError",
  "ModelError",
  "ObjectiveError",
  "CheckpointError",
]);

async function answer({ request, options }: PreparationTask): Promise<PreparationAnswer> {
  try {
    return { ok: true, materials: await readRequest(request, options) };
  } catch (error) {
    if (error instanceof CoordinatorError) return { ok: false, code: error.code, message: error.message };
    if (!(error instanceof Error)) return { ok: false, code: undefined, message: String(error) };
    if (askersErrors.has(error.name)) return { ok: false, code: "INVALID_REQUEST", message: error.message };
    return { ok: false, code: undefined, message: error.message };
  }
}

/** Data sets are handed over, not copied: parts of one file share its memory. */
function buffersOf({ parts }: RunMaterials): ArrayBuffer[] {
  const arrays = Object.values(parts).flatMap(({ x, y }) => [x, y]);
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}

if (!parentPort) throw new Error("a request is read in a thread of the coordinator");
const answered = await answer(workerData as PreparationTask);
parentPort.postMessage(answered, answered.ok ? buffersOf(answered.materials) : []);
