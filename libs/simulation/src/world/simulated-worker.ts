import type { RangeWork, ResultValues } from "@lockstep/training-run";
import { Random } from "../random.js";
import type { SimulatedWorkerPlan } from "../scenario/scenario.js";
import { computeToyRange } from "../toy/toy-range.js";
import type { Connection, End } from "./connection.js";
import type { CoordinatorMessage } from "./messages.js";
import type { Timeline } from "./timeline.js";

/** What a worker process finds in its world. */
export interface WorkerSurroundings {
  readonly timeline: Timeline;
  readonly heartbeatMs: number;
  readonly stateSize: number;
  /** A connection to the coordinator that is there; undefined: nobody answers. */
  connect(worker: SimulatedWorker): Connection | undefined;
  trace(line: () => string): void;
}

/** What is wrong with a worker, over its restarts. */
export interface WorkerTrouble {
  slowness: number;
  slowUntil: number;
  failsUntil: number;
}

interface Held extends RangeWork {
  isComputed: boolean;
}

/** A worker process: it connects, heartbeats, computes what it is given with the parameters that it has, and answers. */
export class SimulatedWorker implements End<CoordinatorMessage> {
  alive = true;
  pausedUntil = 0;
  /** It computes nothing until then. */
  hungUntil = 0;
  credit: number;
  /** It says so to every coordinator that it meets. */
  leaving = false;
  /** It was let go, or refused, and ends. */
  onEnd: () => void = () => undefined;
  #connection: Connection | undefined;
  #parameters: { version: number; values: Float32Array } | undefined;
  #held: Held[] = [];
  #busySlots = 0;
  readonly #random: Random;

  /** @param life which process of the worker it is */
  constructor(
    readonly name: string,
    readonly plan: SimulatedWorkerPlan,
    private readonly trouble: WorkerTrouble,
    private readonly surroundings: WorkerSurroundings,
    seed: number,
    life: number,
  ) {
    this.credit = plan.credit;
    this.#random = new Random(seed, `${name}.${life}`);
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  start(): void {
    this.#connect();
    this.#heartbeat();
  }

  /** It says that it goes. */
  leave(): void {
    this.leaving = true;
    this.#connection?.sendToCoordinator({ type: "leaving" });
  }

  setCredit(sequences: number): void {
    this.credit = sequences;
    this.#connection?.sendToCoordinator({ type: "credit", sequences });
  }

  take(message: CoordinatorMessage, connection: Connection): void {
    if (connection !== this.#connection) return;
    switch (message.type) {
      case "begin":
        this.#held = [];
        this.#parameters = { version: message.version, values: message.parameters };
        return;
      case "broadcast":
      case "parameters":
        this.#parameters = { version: message.version, values: message.parameters };
        this.#held = this.#held.filter(({ round }) => round.parametersVersion >= message.version);
        return this.#compute();
      case "assign": {
        const { round, node, states } = message;
        this.#held.push({ round, node, isComputed: false, ...(states ? { states } : {}) });
        return this.#compute();
      }
      case "revoke":
        this.#held = this.#held.filter(
          ({ round, node }) =>
            round.number !== message.round.number ||
            node.first !== message.node.first ||
            node.count !== message.node.count,
        );
        return this.#compute();
      case "dismiss":
      case "refuse":
        return this.#end();
    }
  }

  lost(connection: Connection): void {
    if (connection !== this.#connection) return;
    this.#connection = undefined;
    this.#held = [];
    this.#parameters = undefined;
    this.#connectLater();
  }

  #connect(): void {
    this.#connection = this.surroundings.connect(this);
    if (!this.#connection) return this.#connectLater();
    this.#connection.sendToCoordinator({ type: "hello", slots: this.plan.slots, credit: this.credit });
    if (this.leaving) this.#connection.sendToCoordinator({ type: "leaving" });
  }

  #connectLater(): void {
    this.surroundings.timeline.after(this.#random.skewed(2, 200), this, () => this.#connect());
  }

  #heartbeat(): void {
    this.#connection?.sendToCoordinator({ type: "heartbeat" });
    this.surroundings.timeline.after(this.surroundings.heartbeatMs, this, () => this.#heartbeat());
  }

  #end(): void {
    this.alive = false;
    this.#connection?.break(0, 1, true);
    this.onEnd();
  }

  /** Takes up what it has the parameters for, as many at once as it has slots. */
  #compute(): void {
    const version = this.#parameters?.version;
    while (this.#busySlots < this.plan.slots) {
      const held = this.#held.find(
        ({ isComputed, round }) => !isComputed && round.parametersVersion === version,
      );
      if (!held) return;
      held.isComputed = true;
      this.#busySlots++;
      this.#finishLater(held, this.#connection, this.#parameters?.values ?? new Float32Array());
    }
  }

  #finishLater(held: Held, connection: Connection | undefined, parameters: Float32Array): void {
    const { timeline } = this.surroundings;
    const { slowness, slowUntil } = this.trouble;
    const factor = timeline.now < slowUntil ? slowness : 1;
    const sequences = held.node.count * held.round.microBatchSize;
    const durationMs = sequences * this.plan.sequenceMs * factor * this.#random.between(0.8, 1.3);
    timeline.after(durationMs, this, () => this.#finish(held, connection, parameters));
  }

  #finish(held: Held, connection: Connection | undefined, parameters: Float32Array): void {
    const { timeline } = this.surroundings;
    if (timeline.now < this.hungUntil) {
      if (this.hungUntil === Infinity) return;
      return timeline.at(this.hungUntil, this, () => this.#finish(held, connection, parameters));
    }
    this.#busySlots--;
    const isHeld = this.#held.includes(held);
    this.#held = this.#held.filter((other) => other !== held);
    // What was revoked is answered nevertheless, where the answer was on its way already.
    if (connection === this.#connection && (isHeld || this.#random.chance(0.2)))
      this.#answer(held, parameters);
    this.#compute();
  }

  #answer(held: Held, parameters: Float32Array): void {
    const { round, node } = held;
    if (this.surroundings.timeline.now < this.trouble.failsUntil) {
      const reason = "out of memory";
      return this.#connection?.sendToCoordinator({ type: "failure", round: round.number, node, reason });
    }
    const values = this.#distort(computeToyRange(held, parameters, this.surroundings.stateSize));
    this.#connection?.sendToCoordinator({ type: "result", round: round.number, node, values });
  }

  /** A liar flips a bit of a number now and then. */
  #distort(values: ResultValues): ResultValues {
    if (!this.#random.chance(this.plan.lieShare)) return values;
    const lied = values.gradient.length > 0 ? values.gradient : values.statistics;
    const bytes = new Uint8Array(lied.buffer, lied.byteOffset, lied.byteLength);
    // Of the lowest bytes of a number: it stays finite.
    const place = this.#random.below(lied.length) * lied.BYTES_PER_ELEMENT;
    bytes[place] = (bytes[place] as number) ^ (1 << this.#random.below(8));
    this.surroundings.trace(() => `${this.name} lies`);
    return values;
  }
}
