import { useEffect, useRef, useState } from "react";
import { useLiveEvents, useLiveState } from "../../store/live-context.js";
import { LiveTail } from "./live-tail.js";

/** How often curves are drawn while steps come: often enough for the eye. */
const drawIntervalMs = 400;

/** A run's newest steps; another object a few times a second while steps come, around the same tail. */
export interface LiveSteps {
  readonly tail: LiveTail;
}

/** A run's steps from now on. */
export function useLiveSteps(runId: string): LiveSteps {
  const generation = useLiveState((state) => state.generation);
  const [live, setLive] = useState(() => ({ tail: new LiveTail(), generation }));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Steps may be missing between those that are known and those that come.
  if (live.generation !== generation) setLive({ tail: new LiveTail(), generation });
  useLiveEvents((events) => {
    let came = false;
    for (const event of events) {
      if (event.type !== "step" || event.runId !== runId) continue;
      live.tail.add(event);
      came = true;
    }
    if (!came) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setLive((before) => ({ ...before }));
    }, drawIntervalMs);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return live;
}
