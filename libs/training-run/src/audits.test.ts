import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Driver, undisturbed, type Work } from "./testing/driver.js";
import { toyResult, toyRun } from "./testing/toy-cluster.js";
import type { RunDefinition } from "./run-definition.js";

const reference = undisturbed();

/** Flips a bit of the gradient (or of the sums), another one each time. */
function lyingWhen(lies: () => boolean): typeof toyResult {
  let flips = 0;
  return (work, parameters, stateSize) => {
    const values = toyResult(work, parameters, stateSize);
    if (!lies()) return values;
    const { buffer } = values.gradient.length > 0 ? values.gradient : values.statistics;
    new Uint8Array(buffer)[0]! ^= 1 + (flips++ % 7);
    return values;
  };
}

function started(workers: number, change: Partial<RunDefinition> = {}): Driver {
  const driver = new Driver(toyRun({ auditShare: 1, startWorkers: workers, ...change }));
  for (let index = 0; index < workers; index++) driver.liars.delete(`w${index}`);
  return driver;
}

function joinAll(driver: Driver, workers: number): void {
  for (let index = 0; index < workers; index++) driver.join(`w${index}`);
}

function expectUndisturbed(driver: Driver): void {
  expect(driver.result?.outcome).toBe("completed");
  expect(driver.digests).toEqual(reference.digests);
  expect(driver.result?.digest).toBe(reference.result?.digest);
  expect(driver.result?.test).toEqual(reference.result?.test);
}

describe("audits", () => {
  it("have every range computed twice, and change no number", () => {
    const driver = started(3);
    joinAll(driver, 3);
    driver.finish();
    expectUndisturbed(driver);
    expect(driver.of("worker-quarantined")).toEqual([]);
    const first = driver.assigned.filter(({ round }) => round.number === 0);
    for (let index = 0; index < 6; index++) {
      const holders = first.filter(({ node }) => node.first <= index && index < node.first + node.count);
      expect(new Set(holders.map(({ worker }) => worker)).size).toBe(2);
    }
  });

  it("take a share of the ranges, which the seed decides", () => {
    const twice = (auditShare: number): number => {
      const driver = started(2, { auditShare });
      joinAll(driver, 2);
      driver.finish();
      expectUndisturbed(driver);
      return driver.assigned.length;
    };
    expect(twice(0)).toBeLessThan(twice(0.5));
    expect(twice(0.5)).toBeLessThan(twice(1));
    expect(twice(0.5)).toBe(twice(0.5));
  });

  it.each([2, 3, 4, 5, 8])("name a worker that lies now and then among %i, and keep the bits", (workers) => {
    for (let liar = 0; liar < workers; liar++) {
      const driver = started(workers);
      let answers = 0;
      driver.liars.set(
        `w${liar}`,
        lyingWhen(() => answers++ === 1),
      );
      joinAll(driver, workers);
      driver.finish();
      expectUndisturbed(driver);
      expect(driver.of("audit-disagreed").length).toBeGreaterThan(0);
      expect(driver.of("worker-quarantined").map(({ workerId }) => workerId)).toEqual([`w${liar}`]);
      expect(driver.of("worker-quarantined")[0]?.reason).toContain("audit: its result of micro-batches");
    }
  });

  it("name one that always lies, whatever comes in which order", () => {
    const order = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.nat(), order, (workers, which, picks) => {
        const driver = started(workers);
        const liar = `w${which % workers}`;
        driver.liars.set(
          liar,
          lyingWhen(() => true),
        );
        joinAll(driver, workers);
        for (let turn = 0; !driver.result && turn < 2000; turn++) {
          const ready = driver.work.filter(
            (work) => driver.held.get(work.worker)?.version === work.round.parametersVersion,
          );
          driver.answer(ready[(picks.next().value as number) % ready.length]!);
        }
        expectUndisturbed(driver);
        expect(driver.of("worker-quarantined").map(({ workerId }) => workerId)).toEqual([liar]);
      }),
      { numRuns: 60 },
    );
  });

  it("quarantine a liar for good, over its incarnations", () => {
    const driver = started(3);
    driver.liars.set(
      "w0",
      lyingWhen(() => true),
    );
    joinAll(driver, 3);
    while (driver.of("worker-quarantined").length === 0) driver.work.find((work) => driver.answer(work));
    const before = driver.assigned.filter(({ worker }) => worker === "w0").length;
    driver.join("w0");
    expect(driver.of("worker-quarantined")).toHaveLength(2);
    driver.finish();
    expect(driver.assigned.filter(({ worker }) => worker === "w0")).toHaveLength(before);
    expectUndisturbed(driver);
  });

  it("fail the run where two contradict each other and never themselves", () => {
    const driver = started(2);
    driver.liars.set("w1", (work, parameters, stateSize) => {
      const values = toyResult(work, parameters, stateSize);
      values.statistics[0]! += 1;
      return values;
    });
    joinAll(driver, 2);
    driver.finish();
    expect(driver.result?.outcome).toBe("failed");
    expect(driver.result?.reason).toMatch(/^audit: micro-batches .* expected two results with the same bits/);
    expect(driver.digests).toEqual([]);
  });

  it("count a single result where nobody else is there", () => {
    const driver = started(1);
    driver.join("w0");
    driver.finish();
    expectUndisturbed(driver);
  });

  it("count a single result when the other worker is lost, or does not answer for long", () => {
    const lost = started(2);
    joinAll(lost, 2);
    for (const work of lost.work.filter(({ worker }) => worker === "w0")) lost.answer(work);
    expect(lost.of("step")).toEqual([]);
    lost.work = lost.work.filter(({ worker }) => worker === "w0");
    lost.say({ type: "worker-left", worker: "w1", reason: "lost" });
    lost.finish();
    expectUndisturbed(lost);

    const hung = started(2);
    joinAll(hung, 2);
    for (let turn = 0; !hung.result && turn < 500; turn++) {
      hung.time += 1;
      if (hung.work.some((work) => work.worker === "w0" && hung.answer(work))) continue;
      hung.time = Math.min(hung.machine.deadline, hung.time + 300);
      for (const worker of ["w0", "w1"]) hung.say({ type: "heartbeat", worker });
      hung.say({ type: "tick" });
    }
    expectUndisturbed(hung);
    // It is waited for once, not at every step.
    expect(hung.time).toBeLessThan(8000);
  });

  it("wait for the second worker where the job wants two", () => {
    const driver = started(2, { minWorkers: 2 });
    joinAll(driver, 2);
    driver.say({ type: "worker-left", worker: "w1", reason: "lost" });
    driver.work = driver.work.filter(({ worker }) => worker === "w0");
    while (driver.work.some((work) => driver.answer(work)));
    expect(driver.of("step")).toEqual([]);
    expect(driver.of("waiting").map((event) => event.for)).toEqual([
      "2 workers to join (1 so far)",
      "2 workers (1 are here)",
    ]);
    driver.join("w2");
    driver.finish();
    expectUndisturbed(driver);
  });

  it("count what only the liar of another one was to confirm once", () => {
    const driver = started(2);
    driver.liars.set(
      "w1",
      lyingWhen(() => true),
    );
    joinAll(driver, 2);
    const first = driver.work.filter(({ worker, round }) => worker === "w0" && round.number === 0);
    const [disputed, single] = first.map(({ node }) => node) as [Work["node"], Work["node"]];
    const answer = (worker: string, { first, count }: Work["node"]): void => {
      const works = driver.work.filter((work) => work.worker === worker && work.round.number === 0);
      driver.answer(works.find(({ node }) => node.first === first && node.count === count)!);
    };
    answer("w0", disputed);
    answer("w1", disputed);
    answer("w0", single);
    driver.join("w2");
    answer("w0", disputed);
    answer("w1", disputed);
    expect(driver.of("worker-quarantined")).toEqual([]);
    // Now w1 is known to contradict itself, and nobody is left to confirm the other range.
    driver.say({ type: "worker-left", worker: "w2", reason: "lost" });
    driver.work = driver.work.filter(({ worker }) => worker !== "w2");
    expect(driver.of("worker-quarantined").map(({ workerId }) => workerId)).toEqual(["w1"]);
    driver.finish();
    expectUndisturbed(driver);
  });

  it("do not take a result twice for two opinions", () => {
    const driver = started(3);
    joinAll(driver, 3);
    const [work] = driver.work as [Work];
    driver.answer(work);
    driver.repeat(work);
    expect(driver.of("result-dropped")).toMatchObject([{ workerId: work.worker, reason: "duplicate" }]);
    driver.finish();
    expectUndisturbed(driver);
  });

  it("compare only workers of equal numerics", () => {
    const driver = new Driver(toyRun({ auditShare: 1, determinism: "relaxed", startWorkers: 3 }));
    driver.join("a", { fingerprint: "x" });
    driver.join("b", { fingerprint: "y" });
    driver.join("c", { fingerprint: "x" });
    driver.liars.set(
      "b",
      lyingWhen(() => true),
    );
    driver.finish();
    expect(driver.of("audit-disagreed")).toEqual([]);
    const audited = driver.assigned.filter(({ round, worker }) => round.number === 0 && worker !== "b");
    for (const { node, worker } of audited)
      expect(
        driver.assigned.some(
          (other) =>
            other.worker === "b" &&
            other.round.number === 0 &&
            other.node.first === node.first &&
            worker !== "b",
        ),
      ).toBe(false);
  });

  it("give back what was computed with other numerics than the opinions that are there", () => {
    const driver = new Driver(toyRun({ auditShare: 1, determinism: "relaxed", startWorkers: 2 }));
    driver.join("a", { fingerprint: "x" });
    driver.join("b", { fingerprint: "y" });
    const late = driver.work.filter(({ worker, round }) => worker === "a" && round.number === 0);
    while (driver.of("speculated").length === 0) {
      driver.time += 10;
      if (driver.work.some((work) => work.worker === "b" && driver.answer(work))) continue;
      for (const worker of ["a", "b"]) driver.say({ type: "heartbeat", worker });
      driver.say({ type: "tick" });
    }
    while (driver.work.some((work) => work.worker === "b" && driver.answer(work)));
    for (const work of late) driver.answer(work);
    for (let turn = 0; !driver.result && turn < 500; turn++) {
      driver.time += 10;
      if (driver.work.some((work) => driver.answer(work))) continue;
      for (const worker of ["a", "b"]) driver.say({ type: "heartbeat", worker });
      driver.say({ type: "tick" });
    }
    expectUndisturbed(driver);
  });
});
