/** Entry of a slot's thread. */
import { parentPort, workerData } from "node:worker_threads";
import { serveSlot } from "./serve-slot.js";
import type { SlotSettings } from "./slot-messages.js";

if (!parentPort) throw new Error("a slot runs in a thread of a worker");
void serveSlot(parentPort, workerData as SlotSettings);
