import type { Mutation } from "./mutation.js";

/** What people ask of a run, and how it treats those who come and go. */
export const wishMutations: readonly Mutation[] = [
  {
    name: "work is given out with fewer workers than the job wants",
    package: "training-run",
    file: "training-run.js",
    find: "return this.#roster.live.length >= Math.max(1, this.run.minWorkers);",
    replace: "return this.#roster.live.length >= 1;",
  },
  {
    name: "more workers have places than the job wants",
    package: "training-run",
    file: "roster.js",
    find: "if (!member.seated && free > 0)",
    replace: "if (!member.seated)",
  },
  {
    name: "who leaves and holds nothing is not let go",
    package: "training-run",
    file: "membership.js",
    find: `for (const { worker } of roster.leaving)
            if (!rounds.isHeld(worker))
                yield* this.#dismiss(worker, time);`,
    replace: "",
  },
  {
    name: "a stop does not end with its step",
    package: "training-run",
    file: "training-run.js",
    find: `if (this.#stop.reason !== undefined && !this.#stop.isCatchingUp(round.number + 1))`,
    replace: "if (false)",
  },
  {
    name: "nobody hears what is waited for",
    package: "training-run",
    file: "waiting.js",
    find: `yield emit({ type: "waiting", for: what });`,
    replace: "",
  },
  {
    name: "a checkpoint that was asked for is forgotten",
    package: "training-run",
    file: "checkpoint-schedule.js",
    find: "this.#asked = this.policy !== undefined;",
    replace: "",
  },
];
