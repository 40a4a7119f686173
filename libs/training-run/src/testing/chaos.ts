import fc from "fast-check";
import { expect } from "vitest";
import type { RunDefinition } from "../run-definition.js";
import { Driver, type Work } from "./driver.js";

interface Action {
  readonly what: number;
  readonly which: number;
  readonly jumpMs: number;
}

const actions = fc.array(
  fc.record({
    what: fc.integer({ min: 0, max: 11 }),
    which: fc.nat(),
    jumpMs: fc.integer({ min: 0, max: 400 }),
  }),
  { maxLength: 120 },
);

/** Workers that join, leave, fall silent, repeat themselves and fail, in any order. */
class Chaos {
  readonly driver: Driver;
  readonly leaving = new Set<string>();
  readonly #answered: Work[] = [];

  constructor(definition: RunDefinition) {
    this.driver = new Driver(definition);
  }

  join(worker: string): void {
    this.leaving.delete(worker);
    this.driver.join(worker);
  }

  take({ what, which, jumpMs }: Action): void {
    const { driver } = this;
    driver.time += jumpMs;
    const worker = `w${which % 6}`;
    const work = driver.work[which % Math.max(1, driver.work.length)];
    // A worker that comes back under its id is taken for new, whatever became of the old one.
    if (what <= 1) this.join(worker);
    else if (what === 2) {
      this.leaving.delete(worker);
      driver.say({ type: "worker-left", worker, reason: "lost" });
    } else if (what === 3) {
      this.leaving.add(worker);
      driver.say({ type: "worker-leaving", worker });
    } else if (what === 4) driver.say({ type: "heartbeat", worker });
    else if (what === 5) driver.say({ type: "tick" });
    else if (what === 6) driver.repeat(this.#answered[which % Math.max(1, this.#answered.length)]);
    else if (what === 7 && work) this.#fail(work);
    else if (work && driver.answer(work)) this.#answered.push(work);
  }

  /** Quiet workers bring the run to its end. */
  settle(count: number): void {
    const { driver } = this;
    const quiet = Array.from({ length: count }, (_, index) => `last${index}`);
    for (const worker of quiet) if (!driver.result) this.join(worker);
    for (let turn = 0; !driver.result && turn < 2000; turn++) {
      const open = driver.work.find((work) => work.worker.startsWith("last") && driver.answer(work));
      if (!open) driver.time += 400;
      for (const worker of quiet) driver.say({ type: "heartbeat", worker });
      driver.say({ type: "tick" });
    }
  }

  #fail({ worker, round, node }: Work): void {
    this.driver.say({ type: "failure", worker, round: round.number, node, reason: "bad" });
  }
}

/** Whatever happens to workers: every digest is that of the undisturbed run, and nobody who leaves is kept. */
export function expectSurvivesChaos(
  define: (change: Partial<RunDefinition>) => RunDefinition,
  undisturbed: Driver,
  numRuns: number,
): void {
  const property = fc.property(actions, fc.integer({ min: 1, max: 3 }), (all, minWorkers) => {
    const chaos = new Chaos(define({ minWorkers }));
    const { driver } = chaos;
    chaos.join("w0");
    for (const action of all) if (!driver.result) chaos.take(action);
    chaos.settle(minWorkers);
    if (driver.result?.outcome === "failed") expect(driver.result.reason).toContain("could not compute: bad");
    else {
      expect(driver.result?.outcome).toBe("completed");
      expect(driver.result?.digest).toBe(undisturbed.result?.digest);
      expect(driver.result?.test).toEqual(undisturbed.result?.test);
    }
    expect(driver.digests).toEqual(undisturbed.digests.slice(0, driver.digests.length));
    expect([...chaos.leaving].filter((worker) => !driver.gone.has(worker))).toEqual([]);
  });
  fc.assert(property, { numRuns });
}
