import { oneOf, text } from "../../query/query-state.js";
import { useQueryState } from "../../query/use-query-state.js";
import type { EventFilter } from "./event-filter.js";
import { eventGroups, type EventGroup } from "./event-kinds.js";

export const anyGroup = "all";

const group = oneOf<EventGroup["key"] | typeof anyGroup>(
  [anyGroup, ...eventGroups.map(({ key }) => key)],
  anyGroup,
);

/** What of the events is looked at: kept by the address. */
export interface EventSettings {
  readonly filter: EventFilter;
  readonly group: EventGroup["key"] | typeof anyGroup;
  readonly setGroup: (group: EventGroup["key"] | typeof anyGroup) => void;
  readonly setWorkerId: (workerId: string) => void;
  readonly setText: (text: string) => void;
}

export function useEventSettings(): EventSettings {
  const [groupNow, setGroup] = useQueryState("events", group);
  const [workerId, setWorkerId] = useQueryState("worker", text);
  const [words, setText] = useQueryState("text", text);
  const filter: EventFilter = {
    text: words,
    ...(groupNow === anyGroup ? {} : { group: groupNow }),
    ...(workerId === "" ? {} : { workerId }),
  };
  return { filter, group: groupNow, setGroup, setWorkerId, setText };
}
