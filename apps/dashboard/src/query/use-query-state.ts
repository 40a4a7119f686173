import { useMemo } from "react";
import { useSearch } from "wouter";
import { readQuery, writeQuery, type QueryCodec } from "./query-state.js";

/**
 * A setting that the address keeps, so that a link shows what its sender saw. Changing one leaves no entry in the
 * history of the tab.
 */
export function useQueryState<T>(key: string, codec: QueryCodec<T>): readonly [T, (value: T) => void] {
  const search = useSearch();
  const written = new URLSearchParams(search).get(key);
  // By what is written, so that an array stays the same while another setting changes.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const value = useMemo(() => readQuery(search, key, codec), [written, key, codec]);
  return [value, (next) => setQuery(key, codec, next)];
}

/** Changes a setting in the address as it is now, whoever reads it. */
export function setQuery<T>(key: string, codec: QueryCodec<T>, value: T): void {
  const query = writeQuery(location.search, key, codec, value);
  const address = `${location.pathname}${query === "" ? "" : `?${query}`}${location.hash}`;
  if (address === `${location.pathname}${location.search}${location.hash}`) return;
  history.replaceState(history.state, "", address);
}
