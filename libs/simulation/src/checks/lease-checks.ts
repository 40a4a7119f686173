import type { RunInspection } from "@lockstep/training-run";
import type { CoordinatorInput } from "../world/coordinator-life.js";
import { Violation } from "./violation.js";

/** Leases as the messages have them, told apart from what the state machine makes of them. */
export class LeaseChecks {
  /** When each worker's current incarnation was last heard from. */
  readonly #heardAt = new Map<string, number>();
  /** When each was last found to be silent for too long. */
  readonly #expiredAt = new Map<string, number>();

  constructor(private readonly leaseDurationMs: number) {}

  /** An input of a current incarnation. */
  heard(input: CoordinatorInput): void {
    if (!("incarnation" in input)) return;
    if (input.type === "worker-left") this.#heardAt.delete(input.worker);
    else this.#heardAt.set(input.worker, input.time);
  }

  /** @throws Violation where a silent worker holds anything, or one that was silent holds what it held before */
  after(input: CoordinatorInput, { rounds }: RunInspection): void {
    if (input.type === "tick") this.#expire(input.time);
    for (const { round, holdings } of rounds) {
      for (const { worker, node, since, state } of holdings) {
        const expiredAt = this.#expiredAt.get(worker) ?? -Infinity;
        if (since >= expiredAt || state !== "active") continue;
        const what = `[${node.first}, +${node.count}) of round ${round}`;
        const times = `given at ${Math.round(since)} ms, lease expired at ${Math.round(expiredAt)} ms`;
        throw new Violation("leases", `${worker} holds ${what} still: ${times}`);
      }
    }
  }

  #expire(time: number): void {
    for (const [worker, heardAt] of this.#heardAt)
      if (time - heardAt > this.leaseDurationMs) this.#expiredAt.set(worker, time);
  }
}
