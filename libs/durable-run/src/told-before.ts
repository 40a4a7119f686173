import type { RunEventBody } from "@lockstep/telemetry";
import type { ToldBefore } from "./event-sink.js";

/** What becomes of an event of a run that was taken up again. */
export type Retold =
  | { readonly type: "new" } // nobody was told
  | { readonly type: "told" } // it was told in an earlier life, and is the same
  | { readonly type: "differs"; readonly reason: string }; // another step was told

const isNew: Retold = { type: "new" };
const wasTold: Retold = { type: "told" };

/**
 * Compares an event with what an earlier life told: rounds that were told are computed again after a crash, and must
 * give the same parameters.
 */
export function retold(event: RunEventBody, told: ToldBefore | undefined): Retold {
  if (!told || !isOfRound(event) || event.round > told.round) return isNew;
  if (event.type !== "step") return wasTold;
  const digest = told.digestOf(event.step);
  if (digest === event.digest) return wasTold;
  if (digest === undefined) {
    const reason = `step ${event.step}: expected a digest in the history, as later steps are there, got none`;
    return { type: "differs", reason };
  }
  const what = `step ${event.step}: expected parameters of digest ${digest}, as they were told of before, got ${event.digest}`;
  const why =
    "the data, the library that computes, or what is in memory changed since the run was interrupted, and it does not go on with other numbers";
  return { type: "differs", reason: `${what}: ${why}` };
}

/** Events of what training commits; other events name a round without being one of it. */
type CommitEvent = Extract<
  RunEventBody,
  { readonly type: "gradient-flow" | "step" | "epoch" | "callback" | "evaluation-progress" | "tested" }
>;

const commitTypes: ReadonlySet<string> = new Set<CommitEvent["type"]>([
  "gradient-flow",
  "step",
  "epoch",
  "callback",
  "evaluation-progress",
  "tested",
]);

function isOfRound(event: RunEventBody): event is CommitEvent {
  return commitTypes.has(event.type);
}
