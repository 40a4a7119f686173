import type { Measures, RunEvent, RunOutcome } from "@lockstep/telemetry";

export interface StepRecord {
  readonly step: number;
  readonly epoch: number;
  readonly measures: Measures;
  readonly digest: string;
}

/** How often something was done that changes no number, over all lives of the run. */
export interface Precautions {
  /** Micro-batches of stragglers that were given to others too. */
  speculated: number;
  /** Checkpoints that were written. */
  checkpoints: number;
  /** Times that it was taken up again. */
  recoveries: number;
}

export type RunEnd = RunEvent & { readonly type: "run-finished" };

/** What a command keeps of a run's events. */
export class RunRecord {
  readonly steps: StepRecord[] = [];
  readonly epochs: Measures[] = [];
  readonly precautions: Precautions = { speculated: 0, checkpoints: 0, recoveries: 0 };
  /** Why each worker that got nothing more of the run was left out. */
  readonly quarantined = new Map<string, string>();
  workers = 0;
  /** Whether work was given out since a coordinator began with the run. */
  isWorking = false;
  test: Measures | undefined;
  model: string | undefined;
  /** Path of the best epoch's model, and of the table of epochs, where the job asks for them. */
  best: string | undefined;
  log: string | undefined;
  end: RunEnd | undefined;

  constructor(
    readonly runId: string,
    /** Steps are many: they are kept for the JSON document only. */
    private readonly keepSteps: boolean,
  ) {}

  get outcome(): RunOutcome | undefined {
    return this.end?.outcome;
  }

  take(event: RunEvent): void {
    switch (event.type) {
      case "run-started":
        // One that is taken up again starts again: what counts is how it began.
        if (this.workers === 0) this.workers = event.workers;
        this.isWorking = true;
        return;
      case "step":
        if (this.keepSteps) this.#takeStep(event);
        return;
      case "epoch":
        this.epochs.push(event.measures);
        return;
      case "tested":
        this.test = event.measures;
        return;
      case "model-saved":
        this.model = event.path;
        return;
      case "run-finished":
        this.#takeEnd(event);
        return;
      case "worker-quarantined":
        this.quarantined.set(event.workerId, event.reason);
        return;
      default:
        this.#takePrecaution(event);
    }
  }

  #takePrecaution(event: RunEvent): void {
    if (event.type === "speculated") this.precautions.speculated += event.microBatches;
    if (event.type === "checkpoint-saved") this.precautions.checkpoints++;
    if (event.type !== "run-recovered") return;
    this.precautions.recoveries++;
    this.isWorking = false;
  }

  #takeStep({ step, epoch, measures, digest }: RunEvent & { readonly type: "step" }): void {
    this.steps.push({ step, epoch, measures, digest });
  }

  #takeEnd(event: RunEnd): void {
    this.end = event;
    this.test = event.test ?? this.test;
    this.model = event.model ?? this.model;
    this.best = event.best;
    this.log = event.log;
  }
}
