import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { backoffMs, sleep } from "@lockstep/async";
import type { Logger } from "@lockstep/logging";
import { protocolVersion, type Hello } from "@lockstep/protocol";
import type { BackendChoice } from "./backend-choice.js";
import type { LinkEnd } from "./coordinator-link.js";
import { CoordinatorMembership } from "./coordinator-membership.js";
import { prepareEnvironment } from "./prepare-environment.js";
import { SlotPool } from "./slots/slot-pool.js";

export interface WorkerOptions {
  /** host:port */
  readonly coordinator: string;
  readonly backend: BackendChoice;
  /** Micro-batches computed at once, each on a thread of its own. */
  readonly slots: number;
  /** Default: host name and process id. */
  readonly workerId?: string;
  readonly token?: string;
  readonly logger: Logger;
  /** Time without a connection after which it ends. */
  readonly giveUpAfterMs: number;
}

/** Why a worker ended. */
export interface WorkerEnd {
  readonly outcome:
    | "drained" // it was asked to go, or asked to be let go
    | "refused" // the coordinator does not want it
    | "gave-up" // the coordinator could not be reached
    | "aborted"; // it was told to end at once
  readonly reason: string;
}

export interface RunningWorker {
  /** Finishes what it holds, then ends. */
  drain(reason: string): void;
  /** Ends at once. */
  abort(): void;
  readonly ended: Promise<WorkerEnd>;
}

/** Starts a worker: it opens its backend, joins the coordinator, and comes back whenever the connection is lost. */
export function startWorker(options: WorkerOptions): RunningWorker {
  const control = new WorkerControl();
  return {
    drain: (reason) => control.drain(reason),
    abort: () => control.abort(),
    ended: work(options, control),
  };
}

/** What was asked of the worker from outside. */
class WorkerControl {
  readonly #abort = new AbortController();
  readonly #leave = new AbortController();
  membership: CoordinatorMembership | undefined;

  /** Aborted when the worker shall not wait for anything any more. */
  get aborted(): AbortSignal {
    return this.#abort.signal;
  }

  /** Aborted when the worker shall not try again. */
  get leaving(): AbortSignal {
    return this.#leave.signal;
  }

  drain(reason: string): void {
    this.#leave.abort();
    this.membership?.leave(reason);
  }

  abort(): void {
    this.#abort.abort();
    this.#leave.abort();
    this.membership?.abandon("the worker was told to end at once");
  }
}

async function work(options: WorkerOptions, control: WorkerControl): Promise<WorkerEnd> {
  prepareEnvironment();
  const pool = await SlotPool.open(options.slots, options.backend);
  try {
    const { name, version, passedOver } = pool.backend;
    for (const { name: better, reason } of passedOver)
      options.logger.warn(`backend ${better} does not work: ${reason}`);
    options.logger.info({ backend: name, version, slots: options.slots }, "the worker is ready");
    return await Promise.race([stayMember(options, control, pool), pool.broken]);
  } finally {
    control.abort();
    await pool.close();
  }
}

/** Joins, and joins again whenever the connection is lost, until there is a reason to end. */
async function stayMember(
  options: WorkerOptions,
  control: WorkerControl,
  pool: SlotPool,
): Promise<WorkerEnd> {
  const hello = helloOf(options, pool);
  let failures = 0;
  let lostAt = performance.now();
  for (;;) {
    if (control.aborted.aborted) return { outcome: "aborted", reason: "told to end at once" };
    if (control.leaving.aborted) return { outcome: "drained", reason: "asked to go" };
    const end = await joinOnce(options, control, pool, hello, () => {
      if (failures > 0) options.logger.info(`connected to ${options.coordinator} again`);
      failures = 0;
    });
    if (end.kind !== "lost") return { outcome: end.kind, reason: end.reason };
    if (failures === 0) lostAt = performance.now();
    failures++;
    const missingMs = performance.now() - lostAt;
    if (missingMs >= options.giveUpAfterMs) {
      return {
        outcome: "gave-up",
        reason: `could not reach the coordinator at ${options.coordinator} for ${seconds(missingMs)}: ${end.reason}`,
      };
    }
    await waitBeforeRetry(options, control, end.reason, failures, options.giveUpAfterMs - missingMs);
  }
}

async function joinOnce(
  options: WorkerOptions,
  control: WorkerControl,
  pool: SlotPool,
  hello: Hello,
  welcomed: () => void,
): Promise<LinkEnd> {
  const { coordinator, token, logger } = options;
  const membership = new CoordinatorMembership({ coordinator, token, logger, pool, hello, welcomed });
  control.membership = membership;
  return membership.ended.finally(() => (control.membership = undefined));
}

async function waitBeforeRetry(
  options: WorkerOptions,
  control: WorkerControl,
  reason: string,
  failures: number,
  leftMs: number,
): Promise<void> {
  const delayMs = Math.min(leftMs, backoffMs(failures, { firstMs: 100, mostMs: 5000, random: Math.random }));
  options.logger.warn(
    `cannot reach the coordinator at ${options.coordinator} (${reason}); attempt ${failures + 1} in ${seconds(delayMs)}, giving up in ${seconds(leftMs)}`,
  );
  await sleep(delayMs, control.leaving);
}

function helloOf(options: WorkerOptions, pool: SlotPool): Hello {
  return {
    type: "hello",
    protocolVersion,
    workerId: options.workerId ?? `${hostname()}-${process.pid}`,
    incarnation: randomUUID(),
    slots: options.slots,
    backend: pool.backend.name,
    backendVersion: pool.backend.version,
    fingerprint: pool.backend.fingerprint,
  };
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
