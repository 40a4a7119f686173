import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import type { SeriesPage } from "@lockstep/telemetry/views";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { useAnswer } from "../../api/use-answer.js";
import { curveTable, type CurveTable } from "./curve-table.js";
import { LiveTail } from "./live-tail.js";
import { useLiveSteps } from "./use-live-steps.js";

/** What is known of a run's curves. */
export interface Curves {
  /** The whole run's, and that of the window where there is one. */
  readonly whole: CurveTable;
  readonly shown: CurveTable;
  readonly isLoading: boolean;
  readonly error?: string;
}

type Zoom = readonly [number, number] | undefined;

/** What came since is asked for anew, reduced to as many points as can be seen, once it is as much. */
const maxTailSteps = 3000;
const maxTailPart = 0.25;
const reloadIntervalMs = 4_000;
/** A finished run's last steps may be told a little later than its end. */
const reloadAtEndMs = 500;
/** Steps before the window that are asked for too, as a part of its length: what is smoothed needs some way to begin. */
const runIn = 0.25;
const nothingSince = { tail: new LiveTail() };

/** Asks for a run's curves at as many points as can be seen, and adds the steps that come. */
export function useCurves(run: RunSnapshot, zoom: Zoom, points: number): Curves {
  const path = points === 0 ? undefined : `/v1/runs/${encodeURIComponent(run.runId)}/series?points=${points}`;
  const whole = useAnswer<SeriesPage>(path, { keep: true });
  const detail = useAnswer<SeriesPage>(path && zoom ? path + windowOf(zoom) : undefined);
  const live = useLiveSteps(run.runId);
  const reachesEnd =
    zoom === undefined || detail.value === undefined || detail.value.to < Math.floor(zoom[1]);
  const known = knownTo(whole.value, reachesEnd ? detail.value : undefined);
  const tailSteps = live.tail.steps.length - live.tail.firstAfter(known);
  const enough = Math.min(maxTailSteps, (whole.value?.bucketSteps ?? 1) * points * maxTailPart);
  useReloads(tailSteps > enough, isFinished(run), () => {
    whole.reload();
    if (reachesEnd) detail.reload();
  });
  useEffect(() => live.tail.forget(known), [live, known]);

  const table = useMemo(() => curveTable(whole.value, live.tail), [whole.value, live]);
  const since = reachesEnd ? live : nothingSince;
  const shown = useMemo(
    () => (detail.value ? curveTable(detail.value, since.tail) : table),
    [detail.value, since, table],
  );
  const error = whole.error ?? detail.error;
  return { whole: table, shown, isLoading: whole.isLoading, ...(error === undefined ? {} : { error }) };
}

/** Steps up to that one are in what was answered. */
function knownTo(whole: SeriesPage | undefined, detail: SeriesPage | undefined): number {
  return Math.min(whole?.to ?? 0, detail?.to ?? Number.POSITIVE_INFINITY);
}

function windowOf([from, to]: readonly [number, number]): string {
  const first = Math.max(1, Math.floor(from - (to - from) * runIn));
  return `&from=${first}&to=${Math.max(first, Math.ceil(to))}`;
}

/** Asks again when much came since, and when the run is over. */
function useReloads(isLong: boolean, isOver: boolean, reload: () => void): void {
  const ask = useEffectEvent(reload);
  const [wasOver] = useState(isOver);
  useEffect(() => {
    if (!isLong) return;
    ask();
    const timer = setInterval(() => ask(), reloadIntervalMs);
    return () => clearInterval(timer);
  }, [isLong]);
  useEffect(() => {
    if (!isOver || wasOver) return;
    const timer = setTimeout(() => ask(), reloadAtEndMs);
    return () => clearTimeout(timer);
  }, [isOver, wasOver]);
}
