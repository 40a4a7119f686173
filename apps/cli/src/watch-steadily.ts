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
  /** Sequence number of the last event that is not wanted. Default: all of the run are. */
  readonly after?: number;
  /** How long a coordinator may be out of reach. One of ours is known to live until the session fails. */
  readonly giveUpMs?: number;
}

/** A machine that starts again is back within that time. */
export const defaultGiveUpMs = 600_000;
const backoff = { firstMs: 100, mostMs: 2_000, random: Math.random };

/** A time without events, from the first broken connection on. */
interface Outage {
  readonly sinceMs: number;
  readonly attempts: number;
}

/**
 * The events of a run, each once, over as many connections and lives of its coordinator as it takes.
 * @throws {ClientError} where the coordinator cannot be reached again or answers with an error; else what the session
 * failed with. It ends without the run's last event where the coordinator says nothing more of the run.
 */
export async function* watchSteadily(
  runId: string,
  { session, view, io, after = 0, giveUpMs = defaultGiveUpMs }: SteadyOptions,
): AsyncGenerator<RunEvent, void, void> {
  let last: RunEvent | undefined;
  let outage: Outage | undefined;
  for (;;) {
    const openedMs = io.now();
    let reason: ClientError | undefined;
    try {
      for await (const event of session.client.watch(runId, { after: last?.sequence ?? after })) {
        if (last && event.sequence <= last.sequence) continue;
        if (outage && outage.attempts > 1) view.note("the coordinator is back");
        outage = undefined;
        last = event;
        yield event;
      }
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      reason = error;
    }
    if (last?.type === "run-finished") return;
    outage = nextOutage(outage, { openedMs, nowMs: io.now(), giveUpMs });
    const isLongOut = io.now() - outage.sinceMs >= giveUpMs;
    if (isLongOut && reason === undefined) return;
    if (isLongOut && reason !== undefined && !session.local) throw reason;
    await Promise.race([io.sleep(backoffMs(outage.attempts, backoff)), session.failure]);
    // Not before: that the session failed says more than the broken connection.
    if (outage.attempts === 1) view.note(outageNote(reason, session, giveUpMs));
  }
}

function isUnreachable(error: unknown): error is ClientError {
  return error instanceof ClientError && error.code === "unreachable";
}

function outageNote(reason: ClientError | undefined, { client, local }: Session, giveUpMs: number): string {
  // A coordinator that is told to end leaves its runs to the next.
  const what = reason?.message ?? `coordinator ${client.address} says nothing more of the run`;
  return local
    ? `${what}; connecting again`
    : `${what}; waiting for it to come back, for up to ${giveUpMs / 1000} s`;
}

interface Times {
  readonly openedMs: number;
  readonly nowMs: number;
  readonly giveUpMs: number;
}

/** A connection that was open for longer than we try was a good one, though nothing happened. */
function nextOutage(outage: Outage | undefined, { openedMs, nowMs, giveUpMs }: Times): Outage {
  if (outage === undefined || nowMs - openedMs >= giveUpMs) return { sinceMs: nowMs, attempts: 1 };
  return { ...outage, attempts: outage.attempts + 1 };
}
