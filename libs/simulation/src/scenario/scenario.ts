import type { CheckpointPolicy } from "@lockstep/training-run";
import type { Fault } from "./fault.js";
import type { RunFeature } from "./run-features.js";

/** A worker that will be there. */
export interface SimulatedWorkerPlan {
  readonly slots: number;
  /** For a sequence, in milliseconds. */
  readonly sequenceMs: number;
  /** When it first connects. */
  readonly joinsAt: number;
  /** Sequences that it may hold unanswered. */
  readonly credit: number;
  /** Share of its gradients in which a bit is wrong. */
  readonly lieShare: number;
}

/** The network between them. */
export interface NetworkPlan {
  /** Of a message, in milliseconds: as a rule near the first, seldom near the second. */
  readonly delayMs: readonly [number, number];
  /** Share of the workers' messages that come twice. */
  readonly repeatShare: number;
  /** Share of the workers' messages, after a cut that delivers, that come after the worker has joined again. */
  readonly lateMs: number;
}

/** All that decides what happens in a simulation. */
export interface Scenario {
  readonly seed: number;
  readonly feature: RunFeature;
  readonly workers: readonly SimulatedWorkerPlan[];
  readonly network: NetworkPlan;
  readonly minWorkers: number;
  readonly maxWorkers?: number;
  readonly auditShare: number;
  readonly checkpoints: CheckpointPolicy;
  readonly keepLast: number;
  readonly tickMs: number;
  readonly heartbeatMs: number;
  /** In order of time. From `healedAt` on nothing goes wrong any more; who hangs for good still does. */
  readonly faults: readonly Fault[];
}

/** When the last fault is over, in milliseconds. */
export function healedAt(faults: readonly Fault[]): number {
  return Math.max(0, ...faults.map((fault) => fault.at + durationOf(fault)));
}

function durationOf(fault: Fault): number {
  if ("forMs" in fault) return Number.isFinite(fault.forMs) ? fault.forMs : 0;
  if ("downMs" in fault) return fault.downMs;
  return 0;
}
