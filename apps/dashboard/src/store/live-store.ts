import { applyEvent, type RunEvent, type StreamMessage } from "@lockstep/telemetry/events";
import type { ConnectionState } from "../connection/connection-state.js";
import { initialState, type LiveState } from "./live-state.js";
import { StepRate } from "./step-rate.js";

/** Gets the events of one slice, in order. */
export type EventsListener = (events: readonly RunEvent[]) => void;

/**
 * The present as the coordinator's messages make it. Messages are taken one by one; who watches is told once for many,
 * when they are settled. It keeps what the snapshot keeps, which is bounded, and no events.
 */
export class LiveStore {
  #state = initialState;
  #snapshot = initialState.snapshot;
  #generation = initialState.generation;
  #unsettled: RunEvent[] = [];
  readonly #rates = new Map<string, StepRate>();
  readonly #listeners = new Set<() => void>();
  readonly #eventListeners = new Set<EventsListener>();

  /** As of the last settling; another object after each change. */
  get state(): LiveState {
    return this.#state;
  }

  /** Number of the last event that was taken; undefined before the first snapshot. */
  get sequence(): number | undefined {
    return this.#generation === 0 ? undefined : this.#snapshot.sequence;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls back with events that come from now on, before those who subscribe to the state. */
  readonly subscribeEvents = (listener: EventsListener): (() => void) => {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  };

  /** @throws SyntaxError for what is no JSON */
  take(message: string): void {
    const told = JSON.parse(message) as StreamMessage;
    if (told.type === "snapshot") {
      this.#snapshot = told.snapshot;
      this.#generation += 1;
      this.#rates.clear();
    } else for (const event of told.events) this.#takeEvent(event);
  }

  #takeEvent(event: RunEvent): void {
    // Numbers may be left out: what is not kept is not told afterwards.
    if (event.sequence <= this.#snapshot.sequence) return;
    this.#snapshot = applyEvent(this.#snapshot, event);
    this.#unsettled.push(event);
    this.#measure(event);
  }

  /** Tells all who watch. */
  settle(): void {
    const events = this.#unsettled;
    this.#unsettled = [];
    if (events.length > 0) for (const listener of [...this.#eventListeners]) listener(events);
    this.#set({
      ...this.#state,
      snapshot: this.#snapshot,
      generation: this.#generation,
      stepsPerSecond: this.#ratesOfRuns(),
    });
  }

  setConnection(connection: ConnectionState): void {
    this.#set({ ...this.#state, connection });
  }

  #measure(event: RunEvent): void {
    switch (event.type) {
      case "step": {
        const rate = this.#rates.get(event.runId) ?? new StepRate();
        this.#rates.set(event.runId, rate);
        rate.add(event);
        break;
      }
      case "waiting":
      case "run-paused":
      case "run-recovered":
        this.#rates.get(event.runId)?.reset();
        break;
      case "run-finished":
        this.#rates.delete(event.runId);
        break;
      default:
    }
  }

  #ratesOfRuns(): Readonly<Record<string, number>> {
    const rates: Record<string, number> = {};
    for (const [runId, rate] of this.#rates) {
      const { perSecond } = rate;
      if (perSecond !== undefined) rates[runId] = perSecond;
    }
    return rates;
  }

  #set(state: LiveState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
