import { backoffMs } from "@lockstep/async";
import { ClientError } from "@lockstep/client";
import type { RunEvent } from "@lockstep/telemetry";
import type { Io } from "./io.js";
import type { ProgressView } from "./presentation/progress-view.js";
import type { Session } from "./session.js";

export interface SteadyOptions {
  readonly session: Session;
  readonly view: Pick<ProgressView, "note">;
  readonly io: Pick<Io, "now" | "sleep">;
}

/** How long a coordinator of others may be out of reach. One of ours is known to live until the session fails. */
const giveUpMs = 60_000;
const backoff = { firstMs: 100, mostMs: 2_000, random: Math.random };

/** A time without events, from the first broken connection on. */
interface Outage {
  readonly sinceMs: number;
  readonly attempts: number;
}

/**
 * The events of a run, each once, over as many connections as it takes.
 * @throws {ClientError} where the coordinator cannot be reached again or answers with an error; else what the session
 * failed with
 */
export async function* watchSteadily(
  runId: string,
  { session, view, io }: SteadyOptions,
): AsyncGenerator<RunEvent, void, void> {
  let last: RunEvent | undefined;
  let outage: Outage | undefined;
  for (;;) {
    const openedMs = io.now();
    let reason: string;
    try {
      for await (const event of session.client.watch(runId, { after: last?.sequence ?? 0 })) {
        outage = undefined;
        last = event;
        yield event;
      }
      return;
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      if (last?.type === "run-finished") return;
      outage = nextOutage(outage, openedMs, io.now());
      if (!session.local && io.now() - outage.sinceMs >= giveUpMs) throw error;
      reason = error.message;
    }
    await Promise.race([io.sleep(backoffMs(outage.attempts, backoff)), session.failure]);
    // Not before: that the session failed says more than the broken connection.
    if (outage.attempts === 1) view.note(`${reason}; connecting again`);
  }
}

function isUnreachable(error: unknown): error is ClientError {
  return error instanceof ClientError && error.code === "unreachable";
}

/** A connection that was open for longer than we try was a good one, though nothing happened. */
function nextOutage(outage: Outage | undefined, openedMs: number, nowMs: number): Outage {
  if (outage === undefined || nowMs - openedMs >= giveUpMs) return { sinceMs: nowMs, attempts: 1 };
  return { ...outage, attempts: outage.attempts + 1 };
}
