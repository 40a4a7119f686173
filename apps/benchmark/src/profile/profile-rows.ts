import type { Outcome } from "../measure-in-turns.js";
import type { Row } from "../report/report.js";
import { spreadOf } from "../statistics.js";
import type { ClusterProfile } from "./profiled-cluster.js";
import { partId, type TimedPart } from "./process-profile.js";
import type { StepPhases } from "./step-phases.js";

type Outcomes = ReadonlyMap<string, Outcome>;

/** A row for each part of a step in one process, with its share of their sum. */
export function processRows(shapeId: string, outcomes: Outcomes): Row[] {
  const of = (part: TimedPart): Outcome =>
    outcomes.get(partId(shapeId, part)) ?? { kind: "unavailable", reason: "it was not measured" };
  return [
    ...withShares([
      row(shapeId, "forward", "compute: forward and loss", of("forward")),
      row(
        shapeId,
        "backward",
        "compute: what the gradient takes beside it",
        less(of("gradient"), of("forward")),
      ),
      row(shapeId, "reduction", "reduction: the sums of all micro-batches", of("reduction")),
      row(shapeId, "optimizer", "optimizer: mean, checks, Adam", of("optimizer")),
      row(shapeId, "digest", "digest of the parameters", of("digest")),
    ]),
    row(shapeId, "plain-reduction", "  the reduction in TypeScript, for comparison", of("plain-reduction")),
    row(shapeId, "plain-optimizer", "  the optimizer in TypeScript, for comparison", of("plain-optimizer")),
  ];
}

const phaseLabels: Readonly<Record<keyof StepPhases, string>> = {
  computeMs: "compute, in a worker",
  waitingMs: "waiting for the worker that computes longest",
  transferMs: "transfer: parameters there, sums back",
  reductionMs: "reduction, in the coordinator",
  optimizerMs: "optimizer: mean, checks, Adam",
};

/** A row for a cluster's step, and one for each of its phases, with its share of their sum. */
export function clusterRows(shapeId: string, profiles: readonly ClusterProfile[]): Row[] {
  const of = (figures: readonly number[]): Outcome => ({ kind: "measured", ...spreadOf(figures) });
  const step = of(profiles.map(({ stepMs }) => stepMs));
  const phases = (Object.entries(phaseLabels) as [keyof StepPhases, string][]).map(([name, label]) =>
    row(shapeId, `cluster-${name.replace(/Ms$/, "")}`, label, of(profiles.map(({ phases }) => phases[name]))),
  );
  return [
    row(shapeId, "cluster-step", "a step of a cluster of two workers, as its events tell it", step),
    ...withShares(phases).map((phase) => ({ ...phase, label: `  ${phase.label}` })),
  ];
}

function row(shapeId: string, part: string, label: string, outcome: Outcome): Row {
  return { id: `${shapeId}/profile-${part}`, label, unit: "ms", outcome };
}

/** What a longer part takes beside a shorter one that it holds. */
function less(whole: Outcome, part: Outcome): Outcome {
  if (whole.kind === "unavailable") return whole;
  if (part.kind === "unavailable") return part;
  const { minimum, median, repetitions } = whole;
  return {
    kind: "measured",
    ...{ minimum: minimum - part.minimum, median: median - part.median },
    repetitions: Math.min(repetitions, part.repetitions),
  };
}

/** None where a part is missing: the others would seem larger than they are. */
function withShares(rows: readonly Row[]): Row[] {
  const medians = rows.map(({ outcome }) => (outcome.kind === "measured" ? outcome.median : NaN));
  const whole = medians.reduce((sum, median) => sum + median, 0);
  return rows.map((one, index) => (whole > 0 ? { ...one, share: (medians[index] as number) / whole } : one));
}
