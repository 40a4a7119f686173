import type { InspectedHolding, InspectedMember, InspectedRound, RunInspection } from "./run-inspection.js";

/** What is wrong with who holds what, in words; empty where nothing is. It must be empty after every input. */
export function boardProblems({ members, rounds, audits }: RunInspection): string[] {
  const byName = new Map(members.map((member) => [member.worker, member]));
  const microBatches = rounds.reduce((sum, { states }) => sum + states.length, 0);
  return [
    ...rounds.flatMap((round) => roundProblems(round, byName).map((text) => `round ${round.round}: ${text}`)),
    ...members.flatMap((member) => memberProblems(member, rounds)),
    ...(audits > microBatches ? [`${audits} ranges are audited, of ${microBatches} micro-batches`] : []),
  ];
}

function roundProblems(round: InspectedRound, members: ReadonlyMap<string, InspectedMember>): string[] {
  return [
    ...round.states.flatMap((state, index) => placeProblems(index, state, round.holdings)),
    ...round.holdings
      .filter(({ state }) => state === "active")
      .flatMap((holding) => holderProblems(holding, members.get(holding.worker))),
  ];
}

function placeProblems(
  index: number,
  state: InspectedRound["states"][number],
  all: readonly InspectedHolding[],
): string[] {
  const holdings = all.filter(({ node }) => node.first <= index && index < node.first + node.count);
  const active = holdings.filter((holding) => holding.state === "active");
  const primary = active.filter(({ role }) => role === "primary");
  const workers = active.map(({ worker }) => worker);
  return [
    ...(primary.length > 1 ? [`micro-batch ${index} has ${primary.length} primary holders`] : []),
    ...(new Set(workers).size < workers.length ? [`micro-batch ${index} is held twice by one worker`] : []),
    ...(state === "done" && holdings.length > 0 ? [`micro-batch ${index} is done and held`] : []),
    ...(state === "held" && holdings.length === 0 ? [`micro-batch ${index} is held by nobody`] : []),
    ...(state === "pending" && holdings.length > 0 ? [`micro-batch ${index} is pending and held`] : []),
  ];
}

function holderProblems({ worker, node }: InspectedHolding, member: InspectedMember | undefined): string[] {
  const what = `[${node.first}, +${node.count}) is held by ${worker}, which`;
  if (!member) return [`${what} is not here`];
  return member.state === "live" || member.state === "leaving" ? [] : [`${what} is ${member.state}`];
}

/** What a worker is taken to hold is what it holds, and within its credit but for one range. */
function memberProblems(
  { worker, credit, unanswered }: InspectedMember,
  rounds: readonly InspectedRound[],
): string[] {
  const sizes = rounds.flatMap((round) =>
    round.holdings
      .filter((holding) => holding.worker === worker && holding.state === "active")
      .map(({ node }) => rowsOf(round, node.first, node.count)),
  );
  const held = sizes.reduce((sum, size) => sum + size, 0);
  return held === unanswered
    ? []
    : [`${worker} is taken to hold ${unanswered} sequences of a credit of ${credit}, and holds ${held}`];
}

function rowsOf({ microBatchSize, sequences }: InspectedRound, first: number, count: number): number {
  return Math.min((first + count) * microBatchSize, sequences) - first * microBatchSize;
}
