import type { LinkDirection } from "../scenario/fault.js";

/** The way between a worker and the coordinator, whichever processes are at its ends. */
export class Link {
  /** Simulated times until which nothing gets through; it is not lost. */
  readonly blockedUntil = { "to-coordinator": 0, "to-worker": 0 };

  block(direction: LinkDirection, until: number): void {
    for (const way of ["to-coordinator", "to-worker"] as const) {
      if (direction === way || direction === "both")
        this.blockedUntil[way] = Math.max(this.blockedUntil[way], until);
    }
  }

  isOpenAt(time: number): boolean {
    return this.blockedUntil["to-coordinator"] <= time && this.blockedUntil["to-worker"] <= time;
  }
}
