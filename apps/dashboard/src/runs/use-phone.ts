import { useSyncExternalStore } from "react";

const query = "(max-width: 56rem)";

/** Whether the page is too narrow for a table of many columns. */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}
