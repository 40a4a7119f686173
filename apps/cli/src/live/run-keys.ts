import type { Client } from "@lockstep/client";
import type { RunEvent, RunSnapshot } from "@lockstep/telemetry";
import { isFinished } from "@lockstep/telemetry/events";
import type { Message } from "./frame/section.js";

/** What keys work on. */
export interface RunKeysOptions {
  readonly client: Pick<Client, "pause" | "resume">;
  readonly runId: string;
  readonly run: () => RunSnapshot | undefined;
  readonly say: (message: Message, isOutdated: (event: RunEvent) => boolean) => void;
  readonly leave: () => void;
}

/** What a key does to a run that is watched. That it is done is told by the run's events, not here. */
export function pressKey(key: string, options: RunKeysOptions): void {
  switch (key) {
    case "q":
      return options.leave();
    case "p":
      return pause(options);
    case "r":
      return resume(options);
  }
}

function pause(options: RunKeysOptions): void {
  const { client, runId } = options;
  const hindrance =
    endOf(options) ?? (options.run()?.state === "paused" ? "it is paused already" : undefined);
  if (hindrance !== undefined) return refuse(hindrance, options);
  ask(client.pause(runId, "asked for in lockstep watch"), {
    ...options,
    asked: "asked to pause: it finishes its step and writes a checkpoint",
    cannot: "cannot be paused",
  });
}

function resume(options: RunKeysOptions): void {
  const { client, runId } = options;
  const hindrance = endOf(options) ?? (options.run()?.state === "paused" ? undefined : "it is not paused");
  if (hindrance !== undefined) return refuse(hindrance, options);
  ask(client.resume(runId), { ...options, asked: "asked to go on", cannot: "cannot go on" });
}

function endOf({ run }: RunKeysOptions): string | undefined {
  const now = run();
  return now && isFinished(now) ? "the run is over" : undefined;
}

function refuse(text: string, { say }: RunKeysOptions): void {
  say({ text, tone: "plain" }, () => true);
}

interface Request extends RunKeysOptions {
  readonly asked: string;
  readonly cannot: string;
}

const answers: readonly RunEvent["type"][] = [
  "run-paused",
  "run-continued",
  "waiting",
  "run-started",
  "run-finished",
];

function ask(answer: Promise<void>, { say, asked, cannot }: Request): void {
  say({ text: asked, tone: "plain" }, ({ type }) => answers.includes(type));
  answer.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    say({ text: `${cannot}: ${reason}`, tone: "bad" }, ({ type }) => answers.includes(type));
  });
}
