/** Entry of the thread that reads one request: data and first parameters may take long, and heartbeats must go on. */
import { parentPort, workerData } from "node:worker_threads";
import { transferablesOf } from "@lockstep/sequence-data";
import { CoordinatorError, requestError } from "../coordinator-error.js";
import type { PreparationAnswer, PreparationTask } from "./preparation-messages.js";
import { readRequest, type RunMaterials } from "./read-request.js";

async function answer({ request, options }: PreparationTask): Promise<PreparationAnswer> {
  try {
    return { ok: true, materials: await readRequest(request, options) };
  } catch (cause) {
    const error = requestError(cause);
    const code = error instanceof CoordinatorError ? error.code : undefined;
    return { ok: false, code, message: error.message };
  }
}

/** What is large is handed over, not copied: parts of one file share its memory. */
function buffersOf({ parts, parameters }: RunMaterials): ArrayBuffer[] {
  return [...transferablesOf(...Object.values(parts)), parameters.buffer as ArrayBuffer];
}

if (!parentPort) throw new Error("a request is read in a thread of the coordinator");
const answered = await answer(workerData as PreparationTask);
parentPort.postMessage(answered, answered.ok ? buffersOf(answered.materials) : []);
