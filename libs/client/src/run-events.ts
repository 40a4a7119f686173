import type { WatchEvent } from "@lockstep/protocol";
import type { RunEvent } from "@lockstep/telemetry";
import { ClientError } from "./client-error.js";

/** The event of a message. @throws {ClientError} where it is none. */
export function parseEvent({ json }: WatchEvent): RunEvent {
  const value = parseJson(json ?? "");
  if (!isEvent(value)) throw new ClientError("protocol", "watch event: expected type, sequence and runId");
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ClientError("protocol", "watch event: expected JSON", { cause });
  }
}

/** What every event has; of a type that is not known, a newer coordinator's, the rest may be anything. */
function isEvent(value: unknown): value is RunEvent {
  if (typeof value !== "object" || value === null) return false;
  const { type, sequence, runId } = value as Record<string, unknown>;
  return typeof type === "string" && Number.isSafeInteger(sequence) && typeof runId === "string";
}
