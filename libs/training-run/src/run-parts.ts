import type { TreeNode } from "@lockstep/reduction";
import type { Holding, Role } from "./assignment-board.js";
import type { OpenRounds } from "./open-rounds.js";
import type { Roster, RosterMember } from "./roster.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { rowCountOf, type Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import type { RunCommand } from "./run-messages.js";

/** What the parts of the state machine share. */
export interface RunParts {
  readonly run: RunDefinition;
  readonly roster: Roster;
  readonly rounds: OpenRounds;
}

export type Commands<Result = void> = Generator<RunCommand, Result>;

/** Gives a range to a worker. */
export function* assign(
  roster: Roster,
  progress: RoundInProgress,
  { worker, node, role }: { readonly worker: string; readonly node: TreeNode; readonly role: Role },
  time: number,
): Commands<Holding> {
  const { board, round } = progress;
  const holding = board.give(worker, node, role, time);
  const member = roster.get(worker);
  if (member) {
    member.unanswered += rowCountOf(round, node);
    member.lastRound = round.number;
  }
  const states = progress.statesBeforeOf(node);
  yield { type: "assign", worker, round, node, ...(states ? { states } : {}) };
  return holding;
}

/** Notes that workers do not hold these any more. */
export function unburden(roster: Roster, round: Round, holdings: readonly Holding[]): void {
  for (const { worker, node } of holdings) {
    const member = roster.get(worker);
    if (member) member.unanswered = Math.max(0, member.unanswered - rowCountOf(round, node));
  }
}

/** Micro-batches of that size that a worker may be given. */
export function roomOf({ credit, unanswered }: RosterMember, microBatchSize: number): number {
  if (credit <= 0) return 0;
  const room = Math.floor((credit - unanswered) / microBatchSize);
  return unanswered === 0 ? Math.max(1, room) : Math.max(0, room);
}

/** Sequences x time steps of a range. */
export function workOf({ shape }: RunDefinition, round: Round, node: TreeNode): number {
  const { timeRange, timeSteps = shape.timeSteps ?? 1 } = round;
  return rowCountOf(round, node) * (timeRange ? timeRange.end - timeRange.begin : timeSteps);
}

/** When the worker could begin with what it holds: it was given it, has its parameters, and answered what came before. */
export function startOf({ since }: Holding, { sentAt, answeredAt }: RosterMember): number {
  return Math.max(since, sentAt, answeredAt);
}
