import type { RunEvent } from "@lockstep/telemetry/events";
import { useMemo, useState } from "react";
import { useAnswer } from "../../api/use-answer.js";
import type { ChartMark } from "../../charts/chart-model.js";
import { useLiveEvents, useLiveState } from "../../store/live-context.js";
import { placeOfStep, stepOfTime, type AxisScale } from "./curve-axis.js";
import { eventMark, markedTypes } from "./event-mark.js";

/** Marks that are kept: the newest. */
const maxMarks = 1000;
const none: readonly ChartMark[] = [];

/** What happened in a run, where it was on its curves. */
export function useCurveMarks(runId: string, scale: AxisScale, isOn: boolean): readonly ChartMark[] {
  const query = `types=${markedTypes.join(",")}&order=newest&limit=${maxMarks}`;
  const path = `/v1/runs/${encodeURIComponent(runId)}/events?${query}`;
  const { value } = useAnswer<{ readonly events: readonly RunEvent[] }>(isOn ? path : undefined);
  const live = useLiveMarked(runId);
  const events = useMemo(() => {
    const answered = value?.events ?? [];
    const newest = answered[0]?.sequence ?? 0;
    return [...answered, ...live.filter(({ sequence }) => sequence > newest)];
  }, [value, live]);
  return useMemo(() => {
    if (!isOn) return none;
    return events.flatMap((event): ChartMark[] => {
      const mark = eventMark(event);
      if (!mark) return [];
      const step = mark.step ?? stepOfTime(scale, event.time);
      return [{ x: placeOfStep(scale, step), text: mark.text, tone: mark.tone }];
    });
  }, [isOn, events, scale]);
}

function useLiveMarked(runId: string): readonly RunEvent[] {
  const generation = useLiveState((state) => state.generation);
  const [kept, setKept] = useState<{ generation: number; events: readonly RunEvent[] }>({
    generation,
    events: [],
  });
  useLiveEvents((events) => {
    const marked = events.filter((event) => event.runId === runId && markedTypes.includes(event.type));
    if (marked.length === 0) return;
    setKept((before) => ({
      generation,
      events: [...(before.generation === generation ? before.events : []), ...marked].slice(-maxMarks),
    }));
  });
  return kept.events;
}
