import type { EventOf } from "./live-event.js";

/** Steps that a rate is taken over. */
const maxSteps = 256;
/** And how old they may be, by the coordinator's clock. */
const maxAgeMs = 60_000;

interface Tick {
  readonly step: number;
  readonly time: number;
}

/**
 * How fast a run goes, by its newest steps: from when they were told, so that validation between epochs counts, and
 * catching up with the past does not.
 */
export class StepRate {
  readonly #ticks: Tick[] = [];
  #durationMs: number | undefined;

  /** A step was taken. */
  add({ step, time, durationMs }: EventOf<"step">): void {
    const ticks = this.#ticks;
    ticks.push({ step, time });
    this.#durationMs = durationMs;
    const oldest = time - maxAgeMs;
    let old = Math.max(0, ticks.length - maxSteps);
    while (old < ticks.length - 2 && (ticks[old] as Tick).time < oldest) old += 1;
    // Not at every step: moving the others costs more than keeping a few.
    if (old >= 32 || ticks.length > maxSteps * 2) ticks.splice(0, old);
  }

  /** The run stood still: what was before says nothing of what comes. */
  reset(): void {
    this.#ticks.length = 0;
    this.#durationMs = undefined;
  }

  /** Steps a second; undefined before the first. */
  get perSecond(): number | undefined {
    const last = this.#ticks.at(-1);
    const first = this.#ticks.at(0);
    if (!last || !first) return undefined;
    if (last.time > first.time) return (1000 * (last.step - first.step)) / (last.time - first.time);
    return this.#durationMs === undefined || this.#durationMs <= 0 ? undefined : 1000 / this.#durationMs;
  }
}
