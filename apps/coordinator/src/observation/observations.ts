import { RunObserver } from "./run-observer.js";

/** Runs whose newest rounds are kept. */
const maxRuns = 8;

/** What was seen of the newest runs of this coordinator's life. */
export class Observations {
  readonly #runs = new Map<string, RunObserver>();
  #current: RunObserver | undefined;

  /** @param now milliseconds on a steady clock */
  constructor(private readonly now: () => number) {}

  /** Of the run that had its turn last. */
  get current(): RunObserver | undefined {
    return this.#current;
  }

  of(runId: string): RunObserver | undefined {
    return this.#runs.get(runId);
  }

  /** A run has its turn, perhaps once more. */
  begin(runId: string): RunObserver {
    const observer = new RunObserver(runId, this.now);
    this.#runs.delete(runId);
    this.#runs.set(runId, observer);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > maxRuns && oldest !== undefined) this.#runs.delete(oldest);
    this.#current = observer;
    return observer;
  }
}
