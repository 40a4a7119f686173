import type { RunEvent } from "@lockstep/telemetry/events";
import { useMemo, useState } from "react";
import { inWords } from "../../api/api-error.js";
import { useAnswer } from "../../api/use-answer.js";
import { useLive, useLiveEvents } from "../../store/live-context.js";
import type { EventType } from "./event-kinds.js";
import { mergeNewestFirst } from "./merge-events.js";

const pageLength = 100;
/** What is kept of a run that goes on all day: beyond that, older ones are asked for again. */
const mostKept = 3000;

interface EventsPage {
  readonly events: readonly RunEvent[];
}

export interface NewestEvents {
  /** The newest first. */
  readonly events: readonly RunEvent[];
  readonly isLoading: boolean;
  /** In words; there may be events all the same. */
  readonly error?: string;
  /** Asks for the next older ones; undefined: there are none. */
  readonly loadOlder?: () => void;
}

interface Kept {
  /** Those that came, and older pages. */
  readonly events: readonly RunEvent[];
  readonly isAll: boolean;
  readonly error?: string;
}

const nothing: Kept = { events: [], isAll: false };

/** Events of a run of some types: the newest page, those that come, and older pages on demand. */
export function useNewestEvents(runId: string, types: readonly EventType[]): NewestEvents {
  const { api } = useLive();
  const path = `/v1/runs/${encodeURIComponent(runId)}/events?order=newest&limit=${pageLength}&types=${types.join(",")}`;
  const { value, error, isLoading, reload } = useAnswer<EventsPage>(path);
  const [kept, setKept] = useState(nothing);
  useLiveEvents((events) => {
    const came = events.filter((event) => event.runId === runId && types.includes(event.type));
    if (came.length === 0) return;
    if (kept.events.length > mostKept) {
      setKept(nothing);
      reload();
    } else {
      setKept((before) => ({ ...before, events: [...before.events, ...came] }));
    }
  });
  const events = useMemo(() => mergeNewestFirst(value?.events ?? [], kept.events), [value, kept]);
  const oldest = events.at(-1)?.sequence;
  const isAll = kept.isAll || (value !== undefined && value.events.length < pageLength);
  const loadOlder = (): void => {
    api.get<EventsPage>(`${path}&before=${oldest ?? 1}`).then(
      (page) =>
        setKept((before) => ({
          events: [...before.events, ...page.events],
          isAll: page.events.length < pageLength,
        })),
      (failure: unknown) => setKept((before) => ({ ...before, error: inWords(failure) })),
    );
  };
  const wrong = error ?? kept.error;
  return {
    events,
    isLoading,
    ...(wrong === undefined ? {} : { error: wrong }),
    ...(isAll || oldest === undefined ? {} : { loadOlder }),
  };
}
