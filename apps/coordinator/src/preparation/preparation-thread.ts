/** Entry of the thread that reads one request: data and first parameters may take long, and heartbeats must go on. */
import { parentPort, type MessagePort } from "node:worker_threads";
import { transferablesOf } from "@lockstep/sequence-data";
import { CoordinatorError, requestError } from "../coordinator-error.js";
import type { PreparationAnswer, PreparationTask } from "./preparation-messages.js";
import { readAgain } from "./read-again.js";
import { readRequest, type RunMaterials } from "./read-request.js";

async function answer(task: PreparationTask): Promise<PreparationAnswer> {
  try {
    const { options } = task;
    const materials =
      "before" in task ? await readAgain(task.before, options) : await readRequest(task.request, options);
    return { ok: true, materials };
  } catch (cause) {
    const error = requestError(cause);
    const code = error instanceof CoordinatorError ? error.code : undefined;
    return { ok: false, code, message: error.message };
  }
}

/** What is large is handed over, not copied: parts of one file share its memory. */
function buffersOf({ parts, parameters }: RunMaterials): ArrayBuffer[] {
  const data = transferablesOf(...Object.values(parts));
  return parameters ? [...data, parameters.buffer as ArrayBuffer] : data;
}

async function serve(port: MessagePort, task: PreparationTask): Promise<void> {
  const answered = await answer(task);
  port.postMessage(answered, answered.ok ? buffersOf(answered.materials) : []);
}

if (!parentPort) throw new Error("a request is read in a thread of the coordinator");
const port = parentPort;
port.once("message", (task: PreparationTask) => void serve(port, task));
