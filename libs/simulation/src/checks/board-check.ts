import { boardProblems, type RunInspection } from "@lockstep/training-run";
import { Violation } from "./violation.js";

/** Most ranges of a round that are held or answered at once, for each micro-batch and worker. */
const maxHoldingsEach = 2;

/**
 * Who computes what, after an input.
 * @throws Violation where two hold a micro-batch for their own, one that counts is held, or a holder is not there
 */
export function checkBoards(view: RunInspection, workers: number): void {
  const { members, rounds } = view;
  if (rounds.length > 2) throw new Violation("bounded", `${rounds.length} rounds are open`);
  if (members.length > workers)
    throw new Violation("bounded", `${members.length} members of ${workers} workers`);
  for (const { round, holdings, states } of rounds) {
    if (holdings.length > maxHoldingsEach * states.length * workers)
      throw new Violation("bounded", `round ${round}: ${holdings.length} ranges are held`);
  }
  const problems = boardProblems(view);
  if (problems.length > 0) throw new Violation("one-holding", problems.join("; "));
}
