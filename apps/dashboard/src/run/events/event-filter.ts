import type { RunEvent } from "@lockstep/telemetry/events";
import { eventGroups, listedTypes, workersOf, type EventGroup, type EventType } from "./event-kinds.js";
import { eventWords } from "./event-words.js";

/** What somebody wants to see of a run's events. */
export interface EventFilter {
  /** Absent: all of them. */
  readonly group?: EventGroup["key"];
  readonly workerId?: string;
  /** All of its words must be in the event's; upper and lower case are the same. */
  readonly text: string;
}

export const noFilter: EventFilter = { text: "" };

/** Types to ask the coordinator for. */
export function typesOf({ group }: EventFilter): readonly EventType[] {
  return eventGroups.find(({ key }) => key === group)?.types ?? listedTypes;
}

export function matchesFilter(event: RunEvent, filter: EventFilter): boolean {
  if (!typesOf(filter).includes(event.type)) return false;
  if (filter.workerId !== undefined && !workersOf(event).includes(filter.workerId)) return false;
  const words = `${event.type} ${eventWords(event)}`.toLowerCase();
  return filter.text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** Every worker that is named by events, by name. */
export function workersNamed(events: readonly RunEvent[]): readonly string[] {
  const names = new Set(events.flatMap(workersOf));
  return [...names].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}
