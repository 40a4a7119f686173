import { deferred, ProcessMeter } from "@lockstep/async";
import type { Logger } from "@lockstep/logging";
import {
  messageLimits,
  protocolVersion,
  type CoordinatorMessage,
  type Hello,
  type RunBegin,
} from "@lockstep/protocol";
import { CoordinatorLink, type LinkEnd } from "./coordinator-link.js";
import { RunDuty } from "./run-duty.js";
import type { SlotPool } from "./slots/slot-pool.js";

/** Without an answer to its heartbeats for this long, a worker takes the connection for dead. */
const defaultSilenceLimitMs = 15_000;

/** A heartbeat that is later than its time by more was late because this process did not run. */
const oversleptMs = 1000;

export interface CoordinatorMembershipOptions {
  readonly coordinator: string;
  readonly token: string | undefined;
  readonly hello: Hello;
  readonly pool: SlotPool;
  readonly logger: Logger;
  readonly silenceLimitMs?: number;
  /** The coordinator took the worker in. */
  readonly welcomed: () => void;
}

/** A worker's membership over one connection: heartbeats, and one run at a time. */
export class CoordinatorMembership {
  readonly #link: CoordinatorLink;
  readonly #ended = deferred<LinkEnd>();
  #duty: RunDuty | undefined;
  #heartbeats: NodeJS.Timeout | undefined;
  #intervalMs = 0;
  #beatAt = 0;
  #isWelcome = false;
  #idleIntervalMs = 1000;
  #sequence = 0;
  readonly #meter = new ProcessMeter();
  /** When each heartbeat was sent that has not come back, in their order. */
  readonly #underWay = new Map<number, number>();
  #roundTripMs: number | undefined;
  #heardAt = performance.now();

  constructor(private readonly options: CoordinatorMembershipOptions) {
    this.#beatEvery(this.#idleIntervalMs);
    this.#link = new CoordinatorLink({
      coordinator: options.coordinator,
      token: options.token,
      hello: options.hello,
      maxTensorBytes: messageLimits.tensorBytes,
      message: (message) => this.#hear(message),
      alive: () => (this.#heardAt = performance.now()),
      ended: (end) => this.#end(end),
    });
  }

  get ended(): Promise<LinkEnd> {
    return this.#ended.promise;
  }

  /** Says that this worker goes; the coordinator answers with a drain once nothing is held. */
  leave(reason: string): void {
    this.#link.send({ type: "leaving", reason });
  }

  setCredit(bytes: number): void {
    this.#link.send({ type: "credit", bytes });
  }

  abandon(reason: string): void {
    this.#link.abandon(reason);
  }

  #hear(message: CoordinatorMessage): void {
    if (!this.#isWelcome && message.type !== "welcome")
      return this.#link.refuse(`welcome: expected as the first message, got ${message.type}`);
    switch (message.type) {
      case "welcome":
        if (message.protocolVersion !== protocolVersion) {
          const got = `expected ${protocolVersion}, got ${message.protocolVersion}`;
          return this.#link.refuse(`welcome.protocol_version: ${got}`);
        }
        this.#isWelcome = true;
        this.#idleIntervalMs = message.heartbeatIntervalMs;
        this.#beatEvery(this.#idleIntervalMs);
        return this.options.welcomed();
      case "run-begin":
        return this.#begin(message);
      case "run-end":
        if (this.#duty?.runId !== message.runId) return;
        this.#duty.end();
        this.#duty = undefined;
        this.#beatEvery(this.#idleIntervalMs);
        return this.options.logger.info({ run: message.runId }, "the run ended");
      case "parameters":
        return this.#dutyOf(message.runId)?.setParameters(message.version, message.values);
      case "assignment":
        return this.#dutyOf(message.runId)?.assign(message);
      case "revoke":
        return this.#dutyOf(message.runId)?.revoke(message);
      case "heartbeat":
        return this.#timeRoundTrip(message.sequence);
      case "refusal":
      case "drain":
        return;
    }
  }

  #begin(message: RunBegin): void {
    this.#duty?.end();
    this.#duty = undefined;
    this.#beatEvery(message.heartbeatIntervalMs);
    try {
      this.#duty = new RunDuty(message, this.options.pool, (answer, taken) => this.#link.send(answer, taken));
    } catch (error) {
      return this.#link.refuse(error);
    }
    this.options.logger.info({ run: message.runId }, "a run began");
  }

  /** The duty, if it is still for that run: messages about an ended run may cross its end. */
  #dutyOf(runId: string): RunDuty | undefined {
    return this.#duty?.runId === runId ? this.#duty : undefined;
  }

  #beatEvery(intervalMs: number): void {
    clearInterval(this.#heartbeats);
    this.#intervalMs = intervalMs;
    this.#beatAt = performance.now();
    this.#heartbeats = setInterval(() => this.#beat(), intervalMs);
  }

  #beat(): void {
    const now = performance.now();
    const lateMs = now - this.#beatAt - this.#intervalMs;
    this.#beatAt = now;
    // Nothing is heard while this process is stopped: what came meanwhile is yet to be read.
    if (lateMs > oversleptMs) this.#heardAt += lateMs;
    const silentMs = now - this.#heardAt;
    if (silentMs > (this.options.silenceLimitMs ?? defaultSilenceLimitMs))
      return this.#link.abandon(`nothing was heard for ${(silentMs / 1000).toFixed(1)} s`);
    const roundTrip = this.#roundTripMs === undefined ? {} : { roundTripMs: this.#roundTripMs };
    const sequence = ++this.#sequence;
    this.#underWay.set(sequence, now);
    this.#link.send({ type: "heartbeat", sequence, ...this.#meter.look(), ...roundTrip });
  }

  /** Heartbeats come back in their order: those before it are never asked for again. */
  #timeRoundTrip(sequence: number): void {
    const sentAt = this.#underWay.get(sequence);
    if (sentAt === undefined) return;
    this.#roundTripMs = performance.now() - sentAt;
    for (const earlier of this.#underWay.keys()) if (earlier <= sequence) this.#underWay.delete(earlier);
  }

  #end(end: LinkEnd): void {
    clearInterval(this.#heartbeats);
    this.#duty?.end();
    this.#ended.resolve(end);
  }
}
