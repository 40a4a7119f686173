import type { Measures, RunEvent, RunOutcome } from "@lockstep/telemetry";

export interface StepRecord {
  readonly step: number;
  readonly epoch: number;
  readonly measures: Measures;
  readonly digest: string;
}

export type RunEnd = RunEvent & { readonly type: "run-finished" };

/** What a command keeps of a run's events. */
export class RunRecord {
  readonly steps: StepRecord[] = [];
  readonly epochs: Measures[] = [];
  workers = 0;
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
        this.workers = event.workers;
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
      default:
        return;
    }
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
