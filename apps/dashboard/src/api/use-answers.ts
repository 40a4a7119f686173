import { useEffect, useMemo, useState } from "react";
import { useLive, useLiveState } from "../store/live-context.js";
import { inWords } from "./api-error.js";
import type { Answer } from "./use-answer.js";

const loading = { isLoading: true } as const;

/**
 * Asks the coordinator for what is at several paths: an answer for each, in their order, anew after each snapshot and
 * every `refreshMs` while the page is seen. What came before stays until then. The same array until an answer comes.
 */
export function useAnswers<T>(
  paths: readonly string[],
  { refreshMs }: { readonly refreshMs?: number | undefined } = {},
): readonly Answer<T>[] {
  const { api } = useLive();
  const generation = useLiveState((state) => state.generation);
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer<T>>>(new Map());
  const [asked, setAsked] = useState(0);
  // Paths have no line breaks: they are escaped.
  const key = paths.join("\n");
  useEffect(() => {
    const abort = new AbortController();
    for (const path of key === "" ? [] : key.split("\n")) {
      const take = (of: (before: Answer<T> | undefined) => Answer<T>): void =>
        setAnswers((before) => new Map(before).set(path, of(before.get(path))));
      api.get<T>(path, abort.signal).then(
        (value) => take(() => ({ value, isLoading: false })),
        (error: unknown) => {
          if (!abort.signal.aborted)
            take((before) => ({ ...before, error: inWords(error), isLoading: false }));
        },
      );
    }
    return () => abort.abort();
  }, [api, key, generation, asked]);
  useEffect(() => {
    if (refreshMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden) setAsked((count) => count + 1);
    }, refreshMs);
    return () => clearInterval(timer);
  }, [refreshMs]);
  return useMemo(
    () => (key === "" ? [] : key.split("\n").map((path) => answers.get(path) ?? loading)),
    [key, answers],
  );
}
