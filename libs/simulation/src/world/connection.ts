import type { NetworkPlan } from "../scenario/scenario.js";
import type { Random } from "../random.js";
import type { Link } from "./link.js";
import type { CoordinatorMessage, WorkerMessage } from "./messages.js";
import type { Process, Timeline } from "./timeline.js";

type Way = "to-coordinator" | "to-worker";

/** A process at the end of a connection. */
export interface End<Message> extends Process {
  /** A message came. */
  take(message: Message, connection: Connection): void;
  /** It learns that the connection is no more. */
  lost(connection: Connection): void;
}

/** What the connections run over. */
export interface Network {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly plan: NetworkPlan;
}

/**
 * One stream between a worker and a coordinator: in order in each direction, until it breaks. What is under way then is
 * lost, or arrives late; each end learns of it at its own time.
 */
export class Connection {
  /** Given by the coordinator when the worker's hello comes. */
  incarnation = 0;
  #broken = false;
  /** What the worker said before it broke arrives nevertheless. */
  #delivers = false;
  readonly #told = { "to-coordinator": false, "to-worker": false };
  readonly #lastArrival = { "to-coordinator": 0, "to-worker": 0 };

  constructor(
    private readonly network: Network,
    readonly link: Link,
    readonly worker: End<CoordinatorMessage>,
    readonly coordinator: End<WorkerMessage>,
  ) {}

  sendToCoordinator(message: WorkerMessage): void {
    this.#send("to-coordinator", this.coordinator, () => this.coordinator.take(message, this));
    const { random, plan, timeline } = this.network;
    // What must be taken in order is not said twice.
    if (message.type === "hello" || message.type === "credit" || !random.chance(plan.repeatShare)) return;
    timeline.after(random.between(1, plan.lateMs * 4), this.coordinator, () => {
      if (!this.#told["to-coordinator"] || this.#delivers) this.coordinator.take(message, this);
    });
  }

  sendToWorker(message: CoordinatorMessage): void {
    this.#send("to-worker", this.worker, () => this.worker.take(message, this));
  }

  /**
   * It breaks.
   * @param workerAfter milliseconds after which the worker learns of it; likewise the coordinator
   * @param delivers whether what the worker said arrives nevertheless
   */
  break(workerAfter: number, coordinatorAfter: number, delivers: boolean): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#delivers = delivers;
    const { timeline } = this.network;
    timeline.after(workerAfter, this.worker, () => this.#tell("to-worker", this.worker));
    timeline.after(coordinatorAfter, this.coordinator, () => this.#tell("to-coordinator", this.coordinator));
  }

  get isBroken(): boolean {
    return this.#broken;
  }

  #tell(way: Way, end: End<never>): void {
    if (this.#told[way]) return;
    this.#told[way] = true;
    end.lost(this);
  }

  #send(way: Way, to: Process, arrive: () => void): void {
    // What a worker says before it learns of the break is under way as well.
    if (this.#broken && !(this.#delivers && way === "to-coordinator")) return;
    const { timeline, random, plan } = this.network;
    const arrival = timeline.now + random.skewed(...plan.delayMs);
    this.#lastArrival[way] = Math.max(this.#lastArrival[way], arrival);
    this.#arriveAt(this.#lastArrival[way], way, to, arrive);
  }

  #arriveAt(time: number, way: Way, to: Process, arrive: () => void): void {
    const { timeline, random, plan } = this.network;
    timeline.at(time, to, () => {
      const opensAt = this.link.blockedUntil[way];
      if (this.#broken && !(this.#delivers && way === "to-coordinator")) return;
      if (this.#told[way] && way === "to-worker") return;
      if (opensAt > timeline.now) return this.#arriveAt(opensAt, way, to, arrive);
      // What comes over a connection that is gone comes late.
      if (this.#broken) return timeline.after(random.between(0, plan.lateMs), to, arrive);
      arrive();
    });
  }
}
