import { names, readQuery, text, type QueryCodec } from "../query/query-state.js";
import { setQuery, useQueryState } from "../query/use-query-state.js";
import { newestFirst, sortKeys, type Sorting } from "./run-list.js";

const sorting: QueryCodec<Sorting> = {
  fallback: newestFirst,
  read: (written) => {
    const descending = written.startsWith("-");
    const key = sortKeys.find((each) => each === written.slice(descending ? 1 : 0));
    return key && { key, descending };
  },
  write: ({ key, descending }) =>
    key === newestFirst.key && descending === newestFirst.descending
      ? undefined
      : `${descending ? "-" : ""}${key}`,
};

/** How the list of runs is looked at: kept by the address. */
export interface ListSettings {
  readonly search: string;
  readonly setSearch: (search: string) => void;
  readonly states: readonly string[];
  readonly setStates: (states: readonly string[]) => void;
  readonly sorting: Sorting;
  readonly setSorting: (sorting: Sorting) => void;
  /** Runs that are selected, for comparing them. */
  readonly selected: readonly string[];
  readonly setSelected: (runIds: readonly string[]) => void;
  /** Selects a run, or does not any more; always the same function. */
  readonly toggle: (runId: string) => void;
}

export function useListSettings(): ListSettings {
  const [search, setSearch] = useQueryState("q", text);
  const [states, setStates] = useQueryState("state", names);
  const [sortingNow, setSorting] = useQueryState("sort", sorting);
  const [selected, setSelected] = useQueryState("selected", names);
  return {
    search,
    setSearch,
    states,
    setStates,
    sorting: sortingNow,
    setSorting,
    selected,
    setSelected,
    toggle,
  };
}

function toggle(runId: string): void {
  const selected = readQuery(location.search, "selected", names);
  const next = selected.includes(runId) ? selected.filter((each) => each !== runId) : [...selected, runId];
  setQuery("selected", names, next);
}
