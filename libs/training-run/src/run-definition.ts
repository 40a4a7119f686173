import type { ModelPlan } from "@lockstep/model";
import type { ArithmeticEngine } from "@lockstep/numerics";
import type { Objective } from "@lockstep/objective";
import type { Optimizer, OptimizerState, ParameterPenalty } from "@lockstep/optimizer";
import type { CallbackOptions } from "./callbacks/callback-list.js";
import type { MonitorOptions } from "./callbacks/monitor.js";
import type { Round } from "./round.js";
import type { RunShape } from "./run-shape.js";

/** What a run trains, evaluates or predicts with. */
export interface RunDefinition {
  readonly shape: RunShape;
  readonly plan: ModelPlan;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly initial: OptimizerState;
  /** What regularisers add to the loss. Absent: nothing. */
  readonly penalty?: ParameterPenalty;
  /** Asked at the end of every epoch, in this order. */
  readonly callbacks?: readonly CallbackOptions[];
  /** Workers that must be there: the run waits below it, before its first step and later. */
  readonly minWorkers: number;
  /** Workers that must be there for the first step, where that is more; not for one that goes on from a resume point. */
  readonly startWorkers?: number;
  /** Workers that get work; further ones stand by until one of them is gone. Absent: all. */
  readonly maxWorkers?: number;
  /** Share of the ranges of a round that two workers compute, whose results must be the same bits. Default: 0. */
  readonly auditShare?: number;
  /** Absent: none are written. */
  readonly checkpoints?: CheckpointPolicy;
  readonly leaseDurationMs: number;
  /** Strict: workers whose fingerprint differs from the first one's are refused. */
  readonly determinism: "strict" | "relaxed";
  /** SHA-256 of the parameters, in hexadecimal. */
  readonly digest: DigestOf;
  /** Told of each gradient of a result that the run has done with: whoever owns the memory may use it again. */
  readonly spent?: (gradient: Float32Array) => void;
  /** Told, for people to look at, right before a complete round is committed, and when it is. It changes nothing. */
  readonly watch?: RoundWatch;
  /**
   * Does arithmetic on large vectors, to the same bits. Absent: all is done in TypeScript. One that does it beside the
   * thread wants commands to be drawn by somebody who can wait; see `breathe`.
   */
  readonly arithmetic?: ArithmeticEngine | undefined;
  /** Elements of arithmetic between two `breathe` commands. It changes no number. Default: 65,536. */
  readonly sliceLength?: number;
}

/** Whoever watches rounds. */
export interface RoundWatch {
  /** All results of the round are added up; the mean and the optimizer's step follow. */
  completed(round: Round): void;
  /** @param step steps taken by now */
  committed(round: Round, step: number): void;
}

/** A digest of float32 values, little-endian, taken piece by piece. */
export type DigestOf = () => {
  /** Takes the next values in. */
  add(values: Float32Array): void;
  /** In hexadecimal. To be asked once. */
  finish(): string;
};

/** When checkpoints are written. One is always written before the first step, and when the run is paused. */
export interface CheckpointPolicy {
  /** After so many steps, counted from 0. */
  readonly everySteps?: number;
  /** At the first commit after so many milliseconds since the last. */
  readonly everyMs?: number;
  /** Steps between checkpoints that are kept for good. Absent: only the first is. */
  readonly milestoneSteps?: number;
  /** The measure whose best epoch's checkpoint is kept. */
  readonly best?: MonitorOptions;
}
