import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { StoreDatabase } from "./store-database.js";
import { storeFailure } from "./store-failure.js";
import type { StoreAnswer, StoreRequest, StoreThreadData } from "./store-requests.js";

/** Program of the thread that has the database: answers one request after the other. */
function serve(port: MessagePort, data: StoreThreadData): void {
  const answer = (id: number, work: () => unknown): boolean => {
    let message: StoreAnswer;
    try {
      message = { id, ok: true, answer: work() };
    } catch (error) {
      message = { id, ok: false, error: storeFailure(data.path, error) };
    }
    port.postMessage(message);
    return message.ok;
  };
  let database: StoreDatabase | undefined;
  const isOpen = answer(0, () => {
    database = new StoreDatabase(data);
  });
  if (!isOpen || !database) return port.close();
  const store = database;
  port.on("message", (request: StoreRequest) => {
    answer(request.id, () => store.answer(request));
    if (request.name === "close") port.close();
  });
}

if (parentPort) serve(parentPort, workerData as StoreThreadData);
