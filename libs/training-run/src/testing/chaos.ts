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
    what: fc.integer({ min: 0, max: 24 }),
    which: fc.nat(),
    jumpMs: fc.integer({ min: 0, max: 400 }),
  }),
  { maxLength: 150 },
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

  take(action: Action): void {
    const { what, which, jumpMs } = action;
    const { driver } = this;
    driver.time += jumpMs;
    const worker = `w${which % 6}`;
    const work = driver.work[which % Math.max(1, driver.work.length)];
    // A worker that comes back under its id is taken for new, whatever became of the old one.
    if (what <= 1) this.join(worker);
    else if (what === 2) {
      this.leaving.delete(worker);
      driver.say({ type: "worker-left", worker, reason: "lost" });
    } else if (what === 3) this.#leave(worker, "worker-leaving");
    else if (what === 4) this.#leave(worker, "drain");
    else if (what === 5) driver.say({ type: "heartbeat", worker });
    else if (what === 6) driver.say({ type: "tick" });
    else if (what === 7) driver.repeat(this.#answered[which % Math.max(1, this.#answered.length)]);
    else if (what === 8 && work) this.#fail(work);
    else if (what === 9) driver.say({ type: "credit", worker, sequences: which % 9 });
    else if (what === 10) this.#sayOfThePast(worker, which);
    else if (what <= 13) this.#askOfRun(what, which);
    else if (work && driver.answer(work)) this.#answered.push(work);
  }

  #leave(worker: string, type: "worker-leaving" | "drain"): void {
    // Nobody who is not here is drained.
    if (type === "drain" && (this.driver.gone.has(worker) || !this.driver.incarnations.has(worker))) return;
    if (!this.driver.isMember(worker)) return;
    this.leaving.add(worker);
    this.driver.say({ type, worker });
  }

  /** What an older connection of the worker brings changes nothing. */
  #sayOfThePast(worker: string, which: number): void {
    const incarnation = (this.driver.incarnations.get(worker) ?? 0) - 1;
    const { driver } = this;
    driver.say({ type: "tick" });
    if (driver.result || !driver.isMember(worker)) return;
    const before = JSON.stringify(driver.machine.inspect());
    if (which % 3 === 0) driver.say({ type: "worker-left", worker, incarnation, reason: "old" });
    else if (which % 3 === 1) driver.say({ type: "heartbeat", worker, incarnation });
    else {
      const joined = { slots: 1, backend: "toy", fingerprint: "f", credit: 4 };
      driver.say({ type: "worker-joined", worker, incarnation: Math.max(0, incarnation), ...joined });
    }
    expect(JSON.stringify(driver.machine.inspect())).toBe(before);
  }

  #askOfRun(what: number, which: number): void {
    const cause = which % 2 === 0 ? "user" : "storage";
    if (what === 11) this.driver.say({ type: "pause", cause, reason: "asked" });
    else if (what === 12) this.driver.say({ type: "continue", cause });
    else this.driver.say({ type: "checkpoint" });
  }

  /** Quiet workers bring the run to its end. */
  settle(count: number): void {
    const { driver } = this;
    const quiet = Array.from({ length: count }, (_, index) => `last${index}`);
    for (const cause of ["user", "storage"] as const)
      if (!driver.result) driver.say({ type: "continue", cause });
    for (const worker of quiet) if (!driver.result) this.join(worker);
    for (let turn = 0; !driver.result && turn < 4000; turn++) {
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
  const limits = fc.record({
    minWorkers: fc.integer({ min: 1, max: 3 }),
    maxWorkers: fc.constantFrom(undefined, 3, 4),
    auditShare: fc.constantFrom(0, 0, 0.3, 1),
  });
  const property = fc.property(actions, limits, (all, { maxWorkers, ...rest }) => {
    const { minWorkers } = rest;
    const chaos = new Chaos(
      define({ ...rest, ...(maxWorkers === undefined ? {} : { maxWorkers }), checkpoints: {} }),
    );
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
