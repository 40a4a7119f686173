import type { MessagePort } from "node:worker_threads";
import type { GradientBackend, PreparedModel } from "@lockstep/backend";
import { openBackend, type OpenBackend } from "../backend-choice.js";
import type { PartLayouts } from "../part-layouts.js";
import { AbandonedRange, computeRange } from "./compute-range.js";
import { unpackRows } from "./packed-rows.js";
import { planRun } from "./planned-run.js";
import type { FromSlot, SlotModel, SlotResult, SlotSettings, ToSlot } from "./slot-messages.js";

/** The program of a slot's thread: one backend, one model, one range of micro-batches after the other. */
export async function serveSlot(
  port: MessagePort,
  settings: SlotSettings,
  open: OpenBackend = openBackend,
): Promise<void> {
  const say = (message: FromSlot, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  try {
    const { backend, passedOver } = await open(settings.backend);
    const slot = new SlotProgram(backend, new Int32Array(settings.unwanted), say);
    port.on("message", (message: ToSlot) => (message.type === "close" ? port.close() : slot.take(message)));
    const { name, version, fingerprint } = backend;
    say({ type: "ready", name, version, fingerprint, passedOver });
  } catch (error) {
    say({ type: "unavailable", reason: textOf(error) });
  }
}

/** A run as far as it does not change from task to task. */
interface PreparedRun {
  readonly model: PreparedModel;
  readonly layouts: PartLayouts;
  readonly seed: number;
}

class SlotProgram {
  #run: PreparedRun | undefined;
  /** Why the current run's model cannot be computed here. */
  #unprepared = "no run has begun";

  constructor(
    private readonly backend: GradientBackend,
    private readonly unwanted: Int32Array,
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

  #prepare(model: SlotModel): void {
    this.#run?.model.dispose();
    this.#run = undefined;
    try {
      const { plan, objective, seed } = planRun(model);
      this.#run = { model: this.backend.prepare(plan, objective), layouts: model.layouts, seed };
    } catch (error) {
      this.#unprepared = textOf(error);
    }
  }

  #compute({ id, parameters, data, ...task }: Extract<ToSlot, { type: "compute" }>): void {
    try {
      if (!this.#run) throw new Error(this.#unprepared);
      const { model, layouts, seed } = this.#run;
      if (parameters) model.setParameters(parameters);
      const layout = layouts[task.part];
      if (!layout) throw new Error(`the run has no ${task.part} data`);
      const rows = unpackRows(layout, data.lengths, data.values);
      const isWanted = (): boolean => Atomics.load(this.unwanted, 0) !== id;
      const result = computeRange({ model, layout, seed, isWanted }, { ...task, data: rows });
      this.say({ type: "computed", id, result }, buffersOf(result));
    } catch (error) {
      if (error instanceof AbandonedRange) this.say({ type: "abandoned", id });
      else this.say({ type: "failed", id, reason: textOf(error) });
    }
  }
}

function buffersOf({ gradient, statistics, predictions, states }: SlotResult): ArrayBuffer[] {
  return [gradient, statistics, predictions, states].map(({ buffer }) => buffer as ArrayBuffer);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
