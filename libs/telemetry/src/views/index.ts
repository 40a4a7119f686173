/** What is answered to a page, as types: nothing here computes. */
export type { ActionBody, Failure, RunAction, Session } from "./control.js";
export type { ClusterView, ProcessLoad, WorkerView } from "./cluster-view.js";
export type { GradientFlowOfLayer, GradientFlowPage } from "./gradient-flow.js";
export type {
  ClassificationResults,
  RegressionResults,
  ResultsPage,
  WeightHistogram,
  WeightsPage,
  WorstExample,
} from "./results.js";
export type { RunOverview } from "./run-overview.js";
export type { EpochRow, EpochsPage, Series, SeriesPage } from "./series.js";
export type { RoundTimeline, StepSplit, TimelinePage, WorkSpan } from "./step-timeline.js";
