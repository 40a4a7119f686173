/** What a process takes of its machine. */
export interface ProcessLoad {
  /** Processor time by elapsed time since the last look, all threads: 1 is one core. */
  readonly cpu?: number;
  /** Resident. */
  readonly memoryBytes: number;
}

/** Where the load of a process can be read. */
export interface LoadSource {
  /** Milliseconds on a steady clock. */
  readonly now: () => number;
  /** Of all threads since the process began, in milliseconds. */
  readonly cpuMs: () => number;
  readonly memoryBytes: () => number;
}

/** Looks that are closer to each other see the same: a share of a brief time is noise, and looking costs something. */
const leastLookMs = 500;

/** Measures the load of this process from one look to the next. */
export class ProcessMeter {
  #lookedAt: number;
  #cpuMs: number;
  #load: ProcessLoad;

  constructor(private readonly source: LoadSource = thisProcess) {
    this.#lookedAt = source.now();
    this.#cpuMs = source.cpuMs();
    this.#load = { memoryBytes: source.memoryBytes() };
  }

  /** The share is not known before half a second has gone by. */
  look(): ProcessLoad {
    const { now, cpuMs, memoryBytes } = this.source;
    const time = now();
    const elapsedMs = time - this.#lookedAt;
    if (elapsedMs < leastLookMs) return this.#load;
    const usedMs = cpuMs();
    this.#load = { cpu: Math.max(0, usedMs - this.#cpuMs) / elapsedMs, memoryBytes: memoryBytes() };
    this.#lookedAt = time;
    this.#cpuMs = usedMs;
    return this.#load;
  }
}

const thisProcess: LoadSource = {
  now: () => performance.now(),
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  memoryBytes: () => process.memoryUsage.rss(),
};
