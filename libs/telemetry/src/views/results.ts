/** What a finished evaluation found, beyond its measures. */
export interface ResultsPage {
  readonly runId: string;
  /** Sequences that were evaluated. */
  readonly sequences: number;
  readonly results: ClassificationResults | RegressionResults;
  /** Those with the greatest losses, the worst first. */
  readonly worst: readonly WorstExample[];
}

export interface ClassificationResults {
  readonly type: "classification";
  /** Names, or numbers as text. */
  readonly classes: readonly string[];
  /** Entries of true class i that were taken for class j. */
  readonly confusion: readonly (readonly number[])[];
}

export interface RegressionResults {
  readonly type: "regression";
  /** Names of the outputs' entries where the data have them. */
  readonly points: readonly {
    readonly sequence: number;
    readonly truth: number;
    readonly forecast: number;
  }[];
  /** Entries in all; `points` are at most 5,000 of them, evenly spread. */
  readonly entries: number;
}

export interface WorstExample {
  /** Index within the data. */
  readonly sequence: number;
  readonly loss: number;
  readonly truth: string;
  readonly forecast: string;
}

/** How a run's newest parameters are distributed. */
export interface WeightsPage {
  readonly runId: string;
  /** Steps taken when they were saved. */
  readonly step: number;
  readonly parameters: readonly WeightHistogram[];
}

export interface WeightHistogram {
  readonly layer: string;
  readonly name: string;
  readonly shape: readonly number[];
  readonly mean: number;
  readonly standardDeviation: number;
  /** Bounds of all bins, and how many values each has, the least first. */
  readonly least: number;
  readonly greatest: number;
  readonly counts: readonly number[];
}
