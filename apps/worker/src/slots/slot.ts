import type { TensorMemory } from "@lockstep/protocol";
import type { RangeTask } from "./range-task.js";
import type { SlotModel, SlotResult } from "./slot-messages.js";

/** A task's result, or why there is none. */
export type TaskOutcome =
  { readonly ok: true; readonly result: SlotResult } | { readonly ok: false; readonly reason: string };

/** Computes one task at a time, off the thread that answers heartbeats unless it is brief. */
export interface Slot {
  readonly idle: boolean;
  /** For how long it has computed its task; 0: it has none. */
  readonly busyMs: number;
  /** Rejects when it cannot compute any more, by itself; never resolves. */
  readonly broken: Promise<never>;
  /** A run may begin: loads what it needs, where that is not there yet. */
  expectRun?(): void;
  /** Whether it computes gradients into memory that it is given; absent: no. */
  readonly takesMemory?: boolean;
  /** Takes the model of the tasks that follow. @param gradients memory of gradients that nobody looks at any more */
  begin(model: SlotModel, gradients?: TensorMemory): void;
  /** The run has ended: nothing is kept for it. What is still computed ends. */
  end?(): void;
  /**
   * Computes a node of the canonical tree; `done` is called once.
   * @param id an Int32
   * @param parameters must not change afterwards; undefined: there are none yet
   * @throws Error while it is not idle
   */
  compute(
    id: number,
    task: RangeTask,
    parameters: Float32Array | undefined,
    done: (outcome: TaskOutcome) => void,
  ): void;
  /** Puts together what it will probably compute next, while it computes; absent: there is nothing to gain. */
  prepare?(task: RangeTask): void;
  /** Gives the task up, at its next micro-batch, if the slot is still at it; `done` is called then too. */
  abandon(id: number): void;
  close(): Promise<void>;
}
