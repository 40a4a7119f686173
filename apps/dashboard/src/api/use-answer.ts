import { useEffect, useEffectEvent, useState } from "react";
import { useLive, useLiveState } from "../store/live-context.js";
import { inWords } from "./api-error.js";

/** What came of asking. While it is asked anew, what came before stays. */
export interface Answer<T> {
  readonly value?: T;
  /** In words; there may be an older value beside it. */
  readonly error?: string;
  readonly isLoading: boolean;
}

interface Kept<T> extends Answer<T> {
  readonly path: string | undefined;
}

/**
 * Asks the coordinator for what is at a path (undefined: for nothing), anew after each snapshot, and every `refreshMs`
 * while the page is seen. Another path keeps the older value until the new one is there only where `keep` says so.
 */
export function useAnswer<T>(
  path: string | undefined,
  { refreshMs, keep = false }: { readonly refreshMs?: number | undefined; readonly keep?: boolean } = {},
): Answer<T> & { readonly reload: () => void } {
  const { api } = useLive();
  const generation = useLiveState((state) => state.generation);
  const [kept, setKept] = useState<Kept<T>>({ path: undefined, isLoading: true });
  const [asked, setAsked] = useState(0);
  const failed = useEffectEvent((error: unknown) => {
    setKept((before) => {
      const known =
        (keep || before.path === path) && before.value !== undefined ? { value: before.value } : {};
      return { path, error: inWords(error), isLoading: false, ...known };
    });
  });
  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    api.get<T>(path, abort.signal).then(
      (value) => setKept({ path, value, isLoading: false }),
      (error: unknown) => {
        if (!abort.signal.aborted) failed(error);
      },
    );
    return () => abort.abort();
  }, [api, path, generation, asked]);
  useEffect(() => {
    if (refreshMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden) setAsked((count) => count + 1);
    }, refreshMs);
    return () => clearInterval(timer);
  }, [refreshMs]);
  const reload = (): void => setAsked((count) => count + 1);
  if (path === undefined) return { isLoading: false, reload };
  if (kept.path !== path && !keep) return { isLoading: true, reload };
  const { path: keptPath, ...answer } = kept;
  return { ...answer, isLoading: answer.isLoading || keptPath !== path, reload };
}
