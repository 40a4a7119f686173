import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { backoffMs, sleep } from "@lockstep/async";
import type { Logger } from "@lockstep/logging";
import { protocolVersion, type Hello } from "@lockstep/protocol";
import type { BackendChoice } from "./backend-choice.js";
import type { LinkEnd } from "./coordinator-link.js";
import { CoordinatorMembership } from "./coordinator-membership.js";
import { SlotPool } from "./slots/slot-pool.js";

export interface WorkerOptions {
  /** host:port. Of one that is still starting: the worker opens its backend meanwhile. */
  readonly coordinator: string | Promise<string>;
  readonly backend: BackendChoice;
  /** Micro-batches computed at once, each on a thread of its own. */
  readonly slots: number;
  /** Default: host name and process id. */
  readonly workerId?: string;
  readonly token?: string;
  readonly logger: Logger;
  /** Time without a connection after which it ends; Infinity: never. */
  readonly giveUpAfterMs: number;
  /** Bytes of sequences and states that it takes in assignments that it has not answered. Default: 256 MiB. */
  readonly creditBytes?: number;
  /** Time without a sign of the coordinator after which the connection is taken for dead. Default: 15 s. */
  readonly silenceLimitMs?: number;
  /** What its slots' threads run, a module. Default: the one that computes. */
  readonly slotProgram?: URL;
}

const defaultCreditBytes = 256 * 1024 * 1024;

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
  /** Takes so many bytes of sequences and states in unanswered assignments from now on; 0: gets no more of them. */
  setCredit(bytes: number): void;
  readonly ended: Promise<WorkerEnd>;
}

/** Starts a worker: it opens its backend, joins the coordinator, and comes back whenever the connection is lost. */
export function startWorker(options: WorkerOptions): RunningWorker {
  const control = new WorkerControl(options.creditBytes ?? defaultCreditBytes);
  return {
    drain: (reason) => control.drain(reason),
    abort: () => control.abort(),
    setCredit: (bytes) => control.setCredit(bytes),
    ended: work(options, control),
  };
}

/** What was asked of the worker from outside. */
class WorkerControl {
  readonly #abort = new AbortController();
  readonly #leave = new AbortController();
  membership: CoordinatorMembership | undefined;

  constructor(public creditBytes: number) {
    checkCredit(creditBytes);
  }

  setCredit(bytes: number): void {
    checkCredit(bytes);
    if (bytes === this.creditBytes) return;
    this.creditBytes = bytes;
    this.membership?.setCredit(bytes);
  }

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

function checkCredit(bytes: number): void {
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    throw new RangeError(`creditBytes: expected a whole number of at least 0, got ${bytes}`);
}

/** A piece of a range that is computed for so long is told of. */
const longComputationMs = 60_000;

async function work(options: WorkerOptions, control: WorkerControl): Promise<WorkerEnd> {
  const pool = await SlotPool.open(
    options.slots,
    options.backend,
    options.slotProgram ? { program: options.slotProgram } : {},
  );
  const watch = setInterval(() => tellOfLongComputation(options.logger, pool), longComputationMs).unref();
  try {
    const { name, version, passedOver } = pool.backend;
    for (const { name: better, reason } of passedOver)
      options.logger.warn(`backend ${better} does not work: ${reason}`);
    options.logger.info({ backend: name, version, slots: options.slots }, "the worker is ready");
    return await Promise.race([joinWhenTold(options, control, pool), pool.broken]);
  } finally {
    clearInterval(watch);
    control.abort();
    await pool.close();
  }
}

function tellOfLongComputation(logger: Logger, pool: SlotPool): void {
  const busyMs = pool.longestBusyMs;
  if (busyMs >= longComputationMs) logger.warn(`a slot has computed one piece for ${seconds(busyMs)}`);
}

/** What a worker is told before it can join. */
interface ToldOptions extends WorkerOptions {
  readonly coordinator: string;
}

async function joinWhenTold(
  options: WorkerOptions,
  control: WorkerControl,
  pool: SlotPool,
): Promise<WorkerEnd> {
  const coordinator = await Promise.race([options.coordinator, aborted(control.leaving)]);
  return coordinator === undefined
    ? endAsAsked(control)
    : stayMember({ ...options, coordinator }, control, pool);
}

/** Resolves when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/** How a worker ends that is told to. */
function endAsAsked(control: WorkerControl): WorkerEnd {
  return control.aborted.aborted
    ? { outcome: "aborted", reason: "told to end at once" }
    : { outcome: "drained", reason: "asked to go" };
}

/** Joins, and joins again whenever the connection is lost, until there is a reason to end. */
async function stayMember(options: ToldOptions, control: WorkerControl, pool: SlotPool): Promise<WorkerEnd> {
  const hello = helloOf(options, pool);
  const join = (welcomed: () => void): Promise<LinkEnd> =>
    joinOnce(options, control, pool, { ...hello, creditBytes: control.creditBytes }, welcomed);
  let failures = 0;
  let lostAt = performance.now();
  for (;;) {
    if (control.leaving.aborted) return endAsAsked(control);
    const end = await join(() => {
      if (failures > 0) options.logger.info(`connected to ${options.coordinator} again`);
      failures = 0;
      pool.expectRun();
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
  options: ToldOptions,
  control: WorkerControl,
  pool: SlotPool,
  hello: Hello,
  welcomed: () => void,
): Promise<LinkEnd> {
  const { coordinator, token, logger, silenceLimitMs } = options;
  const membership = new CoordinatorMembership({
    ...{ coordinator, token, logger, pool, hello, welcomed },
    ...(silenceLimitMs === undefined ? {} : { silenceLimitMs }),
  });
  control.membership = membership;
  return membership.ended.finally(() => (control.membership = undefined));
}

/** Attempts that are told of one by one; then every 12th, about once a minute. */
const toldAttempts = 5;

async function waitBeforeRetry(
  options: ToldOptions,
  control: WorkerControl,
  reason: string,
  failures: number,
  leftMs: number,
): Promise<void> {
  const delayMs = Math.min(leftMs, backoffMs(failures, { firstMs: 100, mostMs: 5000, random: Math.random }));
  const limit = Number.isFinite(leftMs) ? `, giving up in ${seconds(leftMs)}` : "";
  const text = `cannot reach the coordinator at ${options.coordinator} (${reason}); attempt ${failures + 1} in ${seconds(delayMs)}${limit}`;
  if (failures <= toldAttempts || failures % 12 === 0) options.logger.warn(text);
  else options.logger.debug(text);
  await sleep(delayMs, control.leaving);
}

/** What stays the same over all its memberships. */
function helloOf(options: WorkerOptions, pool: SlotPool): Omit<Hello, "creditBytes"> {
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
