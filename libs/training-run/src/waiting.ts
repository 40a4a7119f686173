import type { AssignmentBoard } from "./assignment-board.js";
import type { Roster } from "./roster.js";
import { emit } from "./run-messages.js";
import type { Commands } from "./run-parts.js";

/** Says what a run waits for, once for each thing. */
export class Waiting {
  #told: string | undefined;

  *for(what: string): Commands {
    if (this.#told === what) return;
    this.#told = what;
    yield emit({ type: "waiting", for: what });
  }

  /** It waits for nothing. */
  end(): void {
    this.#told = undefined;
  }
}

/** What a run waits for that has fewer workers than it wants. */
export function wantedWorkers({ live, members }: Roster, least: number): string {
  const what = least > 1 ? `${least} workers (${live.length} are here)` : "a worker to join";
  const bad = members.filter(({ quarantined }) => quarantined).map(({ worker }) => worker);
  return bad.length > 0 ? `${what}; quarantined: ${bad.join(", ")}` : what;
}

/** What a round waits for that nobody computes, though there are workers enough. */
export function whoIsMissing({ hasPending }: AssignmentBoard): string {
  return hasPending ? "a worker that takes work" : "a worker that confirms what is audited";
}
