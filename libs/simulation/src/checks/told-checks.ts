import type { RunEventBody } from "@lockstep/telemetry";
import { isOfRound, textOf, type UndisturbedRun } from "./undisturbed-run.js";
import { Violation } from "./violation.js";

/** What a run tells: each commit once, in order, in the bits of the undisturbed run. */
export class ToldChecks {
  /** Events of commits that are on the disk. */
  #stored = 0;
  /** Those of the current life, whether they are on the disk or not, as indices of what the undisturbed run tells. */
  #told: number;

  constructor(private readonly undisturbed: UndisturbedRun) {
    this.#told = 0;
  }

  /** A coordinator begins; what was not on the disk was never told. */
  lifeBegins(): void {
    this.#told = this.#stored;
  }

  /** @throws Violation where an event differs from the undisturbed run's next one */
  told(event: RunEventBody): void {
    if (!isOfRound(event)) return;
    const expected = this.undisturbed.told[this.#told];
    const got = textOf(event);
    if (got === expected) {
      this.#told++;
      return;
    }
    const known = this.undisturbed.told.indexOf(got);
    if (known >= 0) {
      const how = known < this.#told ? "again" : `though ${nameOf(expected)} was not`;
      throw new Violation("told-once", `round ${event.round}: ${event.type} is told ${how}`);
    }
    throw new Violation(
      "same-bits",
      `round ${event.round}: expected ${expected ?? "nothing more"}, got ${got}`,
    );
  }

  /** @throws Violation where the store lacks one or has one twice */
  stored(events: readonly RunEventBody[]): void {
    for (const event of events) {
      if (!isOfRound(event)) continue;
      const expected = this.undisturbed.told[this.#stored];
      if (textOf(event) !== expected) {
        const got = `${event.type} of round ${event.round}`;
        throw new Violation("told-once", `the store expected ${nameOf(expected)} next, got ${got}`);
      }
      this.#stored++;
    }
  }

  /** Whether everything that rounds before `round` tell is on the disk. */
  hasStoredBefore(round: number): boolean {
    const next = this.undisturbed.rounds[this.#stored];
    return next === undefined || next >= round;
  }

  get storedCount(): number {
    return this.#stored;
  }

  /** Of a run that ended: what it told is on the disk. @throws Violation */
  ended(): void {
    if (this.#stored === this.#told) return;
    const missing = nameOf(this.undisturbed.told[this.#stored]);
    throw new Violation("told-once", `the run ended, and the store lacks ${missing}, which it told`);
  }

  /** Of a run that was completed: its history is whole. @throws Violation */
  completed(): void {
    if (this.#stored === this.undisturbed.told.length) return;
    const missing = nameOf(this.undisturbed.told[this.#stored]);
    throw new Violation("told-once", `the run ended, and the store lacks ${missing}`);
  }
}

function nameOf(text: string | undefined): string {
  if (text === undefined) return "nothing more";
  const { type, round } = JSON.parse(text) as { type: string; round: number };
  return `${type} of round ${round}`;
}
