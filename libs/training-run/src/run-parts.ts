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
  /** The parameters that are computed with; undefined before the run began. */
  readonly current: () => CurrentParameters | undefined;
}

export interface CurrentParameters {
  readonly version: number;
  readonly state: { readonly parameters: Float32Array };
}

export type Commands<Result = void> = Generator<RunCommand, Result>;

/** A range for a worker. */
export interface Giving {
  readonly worker: string;
  readonly node: TreeNode;
  readonly role: Role;
}

/** Gives a range to a worker; where it has no room, what it holds of the next round makes way for the current one. */
export function* assign(
  parts: RunParts,
  progress: RoundInProgress,
  { worker, node, role }: Giving,
  time: number,
): Commands<Holding> {
  const { roster, rounds } = parts;
  const { board, round } = progress;
  const member = roster.get(worker);
  const sequences = rowCountOf(round, node);
  const isAhead = progress === rounds.next;
  if (member && !isAhead && member.unanswered + sequences > member.credit)
    yield* takeBackAhead(parts, worker);
  const holding = board.give(worker, node, role, time);
  if (member) {
    yield* sendParameters(parts, member, round, time);
    member.unanswered += sequences;
    member.lastRound = round.number;
    if (isAhead) member.ahead = { round, sequences: sequencesAhead(member, round) + sequences };
  }
  const states = progress.statesBeforeOf(node);
  yield { type: "assign", worker, round, node, role, ...(states ? { states } : {}) };
  return holding;
}

/** Sends a worker the parameters of a round, where they are there and it had nothing to do with them so far. */
function* sendParameters(
  { current }: RunParts,
  member: RosterMember,
  { parametersVersion }: Round,
  time: number,
): Commands {
  const now = current();
  if (now?.version !== parametersVersion || member.version === parametersVersion) return;
  const { version, state } = now;
  member.version = version;
  member.sentAt = time;
  yield { type: "parameters", worker: member.worker, version, parameters: state.parameters };
}

/** Takes back what is held of the next round: by the worker, or by all. */
export function* takeBackAhead({ rounds, roster }: RunParts, worker?: string): Commands {
  if (!rounds.next) return;
  const { board, round } = rounds.next;
  const held = worker === undefined ? board.releaseAll() : board.release(worker);
  unburden(roster, round, held);
  for (const { worker: holder, node } of held) yield { type: "revoke", worker: holder, round, node };
}

/** Notes that workers do not hold these any more. */
export function unburden(roster: Roster, round: Round, holdings: readonly Holding[]): void {
  for (const { worker, node } of holdings) {
    const member = roster.get(worker);
    if (!member) continue;
    const sequences = rowCountOf(round, node);
    member.unanswered = Math.max(0, member.unanswered - sequences);
    if (member.ahead?.round === round) member.ahead.sequences -= sequences;
  }
}

/** Micro-batches of a round that a worker may be given. One range is always allowed, unless it takes nothing. */
export function roomOf({ rounds }: RunParts, member: RosterMember, { round }: RoundInProgress): number {
  if (member.credit <= 0) return 0;
  const { current, next } = rounds;
  const ahead = next && round === current?.round ? sequencesAhead(member, next.round) : 0;
  const held = member.unanswered - ahead;
  const room = Math.max(0, Math.floor((member.credit - held) / round.microBatchSize));
  return held === 0 ? Math.max(1, room) : room;
}

/** Whether a worker may be given a whole range. */
export function hasRoomFor(
  parts: RunParts,
  member: RosterMember,
  progress: RoundInProgress,
  { count }: TreeNode,
): boolean {
  if (member.credit <= 0) return false;
  const { current } = parts.rounds;
  const holdsNothing = progress === current ? !current.board.isHeld(member.worker) : member.unanswered === 0;
  return holdsNothing || roomOf(parts, member, progress) >= count;
}

/** Whether the worker holds something of that round, whose parameters are still to be made. */
export function holdsAhead(member: RosterMember, round: Round): boolean {
  return sequencesAhead(member, round) > 0;
}

function sequencesAhead({ ahead }: RosterMember, round: Round): number {
  return ahead?.round === round ? ahead.sequences : 0;
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
