/** The window of rates. */
const windowSeconds = 10;

interface Counts {
  /** Micro-batches that counted, by second, in a ring. */
  readonly bySecond: number[];
  /** The second that each place of the ring is of. */
  readonly seconds: number[];
  held: number;
  dropped: number;
}

/** What a worker did lately. */
export interface WorkerCount {
  /** Micro-batches that counted in the window. */
  readonly counted: number;
  readonly perSecond: number;
  /** Micro-batches that it holds unanswered. */
  readonly held: number;
  readonly dropped: number;
}

/** Counts what workers do. */
export class WorkerCounts {
  readonly #workers = new Map<string, Counts>();

  /** @param now milliseconds on a steady clock */
  constructor(private readonly now: () => number) {}

  gave(workerId: string, microBatches: number): void {
    this.#of(workerId).held += microBatches;
  }

  returned(workerId: string, microBatches: number): void {
    const counts = this.#of(workerId);
    counts.held = Math.max(0, counts.held - microBatches);
  }

  counted(workerId: string, microBatches: number): void {
    const { bySecond, seconds } = this.#of(workerId);
    const second = Math.floor(this.now() / 1000);
    const place = second % windowSeconds;
    if (seconds[place] !== second) [seconds[place], bySecond[place]] = [second, 0];
    bySecond[place] = (bySecond[place] as number) + microBatches;
  }

  dropped(workerId: string): void {
    this.#of(workerId).dropped += 1;
  }

  /** It holds nothing any more. */
  forget(workerId: string): void {
    const counts = this.#workers.get(workerId);
    if (counts) counts.held = 0;
  }

  of(workerId: string): WorkerCount {
    const counts = this.#workers.get(workerId);
    if (!counts) return { counted: 0, perSecond: 0, held: 0, dropped: 0 };
    const now = Math.floor(this.now() / 1000);
    let counted = 0;
    for (const [place, second] of counts.seconds.entries())
      if (second > now - windowSeconds) counted += counts.bySecond[place] as number;
    return { counted, perSecond: counted / windowSeconds, held: counts.held, dropped: counts.dropped };
  }

  #of(workerId: string): Counts {
    const known = this.#workers.get(workerId);
    if (known) return known;
    const counts = {
      bySecond: new Array<number>(windowSeconds).fill(0),
      seconds: new Array<number>(windowSeconds).fill(-1),
      held: 0,
      dropped: 0,
    };
    this.#workers.set(workerId, counts);
    return counts;
  }
}
