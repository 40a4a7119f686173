import type { RunSnapshot } from "@lockstep/telemetry/events";
import { createContext, useContext, useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { Live } from "./live.js";
import type { LiveState } from "./live-state.js";
import type { EventsListener } from "./live-store.js";

/** The page's connection. */
export const LiveContext = createContext<Live | undefined>(undefined);

/** The page's connection, for asking the coordinator. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive: expected to be within LiveContext, got nothing around it");
  return live;
}

/**
 * A part of the present. The component is rendered anew when it is another one, so that `select` must give the same
 * object for the same state: pick, do not make.
 */
export function useLiveState<T>(select: (state: LiveState) => T): T {
  const { store } = useLive();
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}

/** A run of the snapshot; undefined where it is too old for it, or there is none. */
export function useLiveRun(runId: string): RunSnapshot | undefined {
  return useLiveState((state) => state.snapshot.runs.find((run) => run.runId === runId));
}

/** Calls back with events as they come, once for many. After another `generation` some are missing. */
export function useLiveEvents(listener: EventsListener): void {
  const { store } = useLive();
  const take = useEffectEvent(listener);
  useEffect(() => store.subscribeEvents((events) => take(events)), [store]);
}
