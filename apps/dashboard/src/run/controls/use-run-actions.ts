import type { RunSnapshot } from "@lockstep/telemetry/events";
import type { RunAction } from "@lockstep/telemetry/views";
import { useState } from "react";
import { ApiError, inWords } from "../../api/api-error.js";
import { useLive } from "../../store/live-context.js";
import { askedWords, failedWords, isSettled } from "./control-rules.js";

/** What was asked of a run, and what came of it. */
export interface RunActions {
  readonly ask: (action: RunAction) => void;
  /** What the coordinator has not done yet. */
  readonly pending: RunAction | undefined;
  /** For people: what is pending, or what failed. */
  readonly told: { readonly text: string; readonly isFailure: boolean } | undefined;
}

interface Asked {
  readonly action: RunAction;
  /** Of the checkpoint that is on disk. */
  readonly step?: number;
  readonly error?: string;
}

/** Asks the coordinator to steer a run. It is done when the run's events say so, not when the request is answered. */
export function useRunActions(run: RunSnapshot): RunActions {
  const { api } = useLive();
  const [asked, setAsked] = useState<Asked>();
  const ask = (action: RunAction): void => {
    const mine: Asked = { action };
    setAsked(mine);
    const answered = (more: Partial<Asked>): void =>
      setAsked((now) => (now === mine ? { ...mine, ...more } : now));
    const address = `/v1/runs/${encodeURIComponent(run.runId)}/${action}`;
    api.post<{ readonly step?: number }>(address).then(answered, (error: unknown) => {
      // The dialog that asks for the token says the rest.
      const text =
        error instanceof ApiError && error.status === 401
          ? "it wants the coordinator's token"
          : inWords(error);
      answered({ error: text });
    });
  };
  if (asked === undefined) return { ask, pending: undefined, told: undefined };
  const { action, step, error } = asked;
  if (error !== undefined) {
    return { ask, pending: undefined, told: { text: `${failedWords[action]}: ${error}`, isFailure: true } };
  }
  if (isSettled(action, run, step)) return { ask, pending: undefined, told: undefined };
  return { ask, pending: action, told: { text: `${askedWords[action]}…`, isFailure: false } };
}
