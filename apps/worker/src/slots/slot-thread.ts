/** Entry of a slot's thread: one backend, one model, one range of micro-batches after the other. */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { GradientBackend, PreparedModel } from "@lockstep/backend";
import { parseJob } from "@lockstep/job";
import { planModel } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { openBackend } from "../backend-choice.js";
import { computeRange } from "./compute-range.js";
import type { FromSlot, SlotModel, SlotSettings, ToSlot } from "./slot-messages.js";

async function serve(port: MessagePort, settings: SlotSettings): Promise<void> {
  const say = (message: FromSlot, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  try {
    const { backend, passedOver } = await openBackend(settings.backend);
    const slot = new SlotProgram(backend, say);
    port.on("message", (message: ToSlot) => (message.type === "close" ? port.close() : slot.take(message)));
    const { name, version, fingerprint } = backend;
    say({ type: "ready", name, version, fingerprint, passedOver });
  } catch (error) {
    say({ type: "unavailable", reason: textOf(error) });
  }
}

class SlotProgram {
  #model: PreparedModel | undefined;
  /** Why the current run's model cannot be computed here. */
  #unprepared = "no run has begun";

  constructor(
    private readonly backend: GradientBackend,
    private readonly say: (message: FromSlot, transfer?: ArrayBuffer[]) => void,
  ) {}

  take(message: Exclude<ToSlot, { type: "close" }>): void {
    switch (message.type) {
      case "model":
        return this.#prepare(message);
      case "compute":
        return this.#compute(message);
    }
  }

  #prepare({ jobJson, inputShape }: SlotModel): void {
    this.#model?.dispose();
    this.#model = undefined;
    try {
      const job = parseJob(jobJson, { format: "json" });
      const plan = planModel(job.model.layers, inputShape);
      this.#model = this.backend.prepare(plan, objectiveOf(job, plan));
    } catch (error) {
      this.#unprepared = textOf(error);
    }
  }

  #compute(task: Extract<ToSlot, { type: "compute" }>): void {
    const { id } = task;
    try {
      if (!this.#model) throw new Error(this.#unprepared);
      if (task.parameters) this.#model.setParameters(task.parameters);
      const result = computeRange(this.#model, task);
      const buffers = [result.gradient, result.statistics, result.predictions].map(
        (values) => values.buffer as ArrayBuffer,
      );
      this.say({ type: "computed", id, ...result }, buffers);
    } catch (error) {
      this.say({ type: "failed", id, reason: textOf(error) });
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (!parentPort) throw new Error("a slot runs in a thread of a worker");
await serve(parentPort, workerData as SlotSettings);
