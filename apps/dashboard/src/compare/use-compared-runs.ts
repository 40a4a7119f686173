import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import { useMemo } from "react";
import { useAnswers } from "../api/use-answers.js";
import { useLiveState } from "../store/live-context.js";
import { comparedRuns, type ComparedRun } from "./compared-run.js";

export interface RunsToCompare {
  /** As they are now. */
  readonly runs: readonly ComparedRun[];
  /** The same array while only their steps and measures change: what asks for itself is not drawn anew with each step. */
  readonly settled: readonly ComparedRun[];
  readonly isLoading: boolean;
  /** In words, of each that cannot be shown. */
  readonly errors: readonly string[];
}

/** Runs by their ids, as they are now; those that are too old for the snapshot come from the history. */
export function useComparedRuns(runIds: readonly string[]): RunsToCompare {
  const live = useLiveState((state) => state.snapshot.runs);
  const isReady = useLiveState((state) => state.generation > 0);
  const others = isReady ? runIds.filter((runId) => live.every((run) => run.runId !== runId)) : [];
  const answers = useAnswers<RunSnapshot>(others.map((runId) => `/v1/runs/${encodeURIComponent(runId)}`));
  const found = runIds.map(
    (runId) => live.find((run) => run.runId === runId) ?? answers[others.indexOf(runId)]?.value,
  );
  const known = found.filter((run) => run !== undefined);
  const errors = others.flatMap((runId, index) => {
    const error = answers[index]?.error;
    return error === undefined ? [] : [`Run ${runId} cannot be shown: ${error}`];
  });
  const isLoading = !isReady || answers.some((answer) => answer.isLoading);
  const runs = comparedRuns(known);
  return { runs, settled: useSettled(runs), isLoading, errors };
}

function useSettled(runs: readonly ComparedRun[]): readonly ComparedRun[] {
  const key = JSON.stringify(
    runs.map(({ run, title }) => [run.runId, title, isFinished(run), run.totalSteps, run.epochs]),
  );
  // By what of them matters.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => runs, [key]);
}
