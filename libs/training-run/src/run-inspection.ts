import type { TreeNode } from "@lockstep/reduction";
import type { HoldingState, Role } from "./assignment-board.js";
import type { Audits } from "./audits.js";
import type { OpenRounds } from "./open-rounds.js";
import { stateOf, type MemberState, type Roster } from "./roster.js";
import type { RoundInProgress } from "./round-in-progress.js";
import type { Member } from "./run-messages.js";

/** A worker of a run, to be looked at. */
export interface InspectedMember extends Member {
  readonly state: MemberState;
  readonly heardAt: number;
  /** Sequences that it may hold unanswered. */
  readonly credit: number;
  /** Sequences that it is taken to hold. */
  readonly unanswered: number;
}

/** A range that a worker computes, or has answered. */
export interface InspectedHolding extends Member {
  readonly node: TreeNode;
  readonly role: Role;
  readonly state: HoldingState;
  readonly since: number;
}

export interface InspectedRound {
  readonly round: number;
  readonly microBatchSize: number;
  readonly sequences: number;
  /** Of each micro-batch. */
  readonly states: readonly ("pending" | "held" | "done")[];
  readonly holdings: readonly InspectedHolding[];
}

/** Who holds what, to be looked at. Nothing in it changes the run. */
export interface RunInspection {
  readonly members: readonly InspectedMember[];
  /** The current one, and the one whose data travel ahead. */
  readonly rounds: readonly InspectedRound[];
  /** Ranges that wait for a second result. */
  readonly audits: number;
}

export function inspectionOf(roster: Roster, rounds: OpenRounds, audits: Audits): RunInspection {
  return {
    members: roster.members.map((member) => {
      const { worker, incarnation, heardAt, credit, unanswered } = member;
      return { worker, incarnation, state: stateOf(member), heardAt, credit, unanswered };
    }),
    rounds: rounds.all.map((progress) => roundOf(progress, roster)),
    audits: audits.openCount,
  };
}

function roundOf({ board, round }: RoundInProgress, roster: Roster): InspectedRound {
  const states = Array.from({ length: board.total }, (_, index) => {
    if (board.isDone(index)) return "done";
    return board.holdersOf(index).length > 0 ? "held" : "pending";
  });
  const holdings = board.holdings.map(({ worker, node, role, state, since }) => {
    return { worker, incarnation: roster.newestOf(worker), node, role, state, since };
  });
  const { number, microBatchSize, sequences } = round;
  return { round: number, microBatchSize, sequences: sequences.length, states, holdings };
}
