import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import type { SeriesPage } from "@lockstep/telemetry/views";
import { useMemo, type ReactNode } from "react";
import { useAnswer } from "../api/use-answer.js";
import { formatNumber } from "../format/numbers.js";
import { Sparkline } from "../parts/sparkline.js";

/** As many epochs say enough by themselves; with fewer, steps are asked for. */
const enoughEpochs = 12;
const points = 60;
const refreshMs = 20_000;

/** How the loss went. */
export function LossSparkline({ run }: { readonly run: RunSnapshot }): ReactNode {
  const { history, kind } = run;
  const ofEpochs = useMemo(() => history.map(({ measures }) => measures.loss ?? null), [history]);
  const needsSteps = kind === "train" && ofEpochs.length < enoughEpochs && run.step > 1;
  const path = needsSteps ? `/v1/runs/${encodeURIComponent(run.runId)}/series?points=${points}` : undefined;
  const { value } = useAnswer<SeriesPage>(path, { refreshMs: isFinished(run) ? undefined : refreshMs });
  const ofSteps = useMemo(() => middles(value), [value]);
  const values = needsSteps ? ofSteps : thinned(ofEpochs);
  const last = values.at(-1);
  return <Sparkline values={values} label={`Loss so far, now ${formatNumber(last)}`} />;
}

function middles(page: SeriesPage | undefined): readonly (number | null)[] {
  const loss = page?.series.find(({ name }) => name === "loss");
  if (!loss) return [];
  return loss.min.map((min, index) => {
    const max = loss.max[index];
    return min === null || max === null || max === undefined ? null : (min + max) / 2;
  });
}

function thinned(values: readonly (number | null)[]): readonly (number | null)[] {
  if (values.length <= 2 * points) return values;
  const every = values.length / points;
  const kept = Array.from({ length: points }, (_, index) => values[Math.floor(index * every)] ?? null);
  return [...kept, values.at(-1) ?? null];
}
