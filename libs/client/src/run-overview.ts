import type { RunOverview } from "@lockstep/telemetry/views";
import { ClientError } from "./client-error.js";

/** @throws {ClientError} where a field that is gone by is not what it must be */
export function parseOverview(json: string): RunOverview {
  const value = parseJson(json) as Record<string, unknown> | null;
  const { sequence, newest, run, workers } = value ?? {};
  expectOf("sequence", "a whole number", Number.isSafeInteger(sequence));
  expectOf("newest", "a whole number", Number.isSafeInteger(newest));
  expectOf("run", "a run", typeof (run as { runId?: unknown } | undefined)?.runId === "string");
  expectOf("workers", "a list", Array.isArray(workers));
  return value as unknown as RunOverview;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ClientError("protocol", "overview: expected JSON", { cause });
  }
}

function expectOf(field: string, expected: string, isSo: boolean): void {
  if (!isSo) throw new ClientError("protocol", `overview.${field}: expected ${expected}`);
}
