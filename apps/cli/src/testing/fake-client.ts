import type { Client, RunSummary } from "@lockstep/client";
import { sessionWith, type Session } from "../session.js";

const unused = (): Promise<never> => Promise.reject(new Error("a test did not expect this call"));

/** A coordinator that notes what it is asked, and knows what the test says. */
export function fakeClient(calls: string[], answers: Partial<Client> = {}): Client {
  const note =
    (name: string) =>
    (id: string, reason?: string): Promise<void> => {
      calls.push([name, id, ...(reason === undefined ? [] : [reason])].join(" "));
      return Promise.resolve();
    };
  return {
    address: "a:1",
    submit: unused,
    runs: () => Promise.resolve([]),
    watch: () => {
      throw new Error("a test did not expect this call");
    },
    overview: unused,
    stop: note("stop"),
    pause: note("pause"),
    resume: note("resume"),
    drain: note("drain"),
    checkpoint: unused,
    predictions: unused,
    close: () => void calls.push("close"),
    ...answers,
  };
}

/** A connection to it, as a coordinator of others. */
export function fakeSession(client: Client, settings: Partial<Session> = {}): Session {
  return { ...sessionWith(client), ...settings };
}

export function summary(settings: Partial<RunSummary> = {}): RunSummary {
  return {
    ...{ runId: "r1", name: "n", kind: "train", state: "running" },
    ...{ step: 3, totalSteps: 9, submittedMs: Date.UTC(2026, 0, 2, 3, 4, 5) },
    ...settings,
  };
}
