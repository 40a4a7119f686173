import type { Optimizer } from "@lockstep/optimizer";
import { describe, expect, it } from "vitest";
import type { NonFinitePlace } from "./run-messages.js";
import { expectSurvivesChaos } from "./testing/chaos.js";
import { Driver, undisturbed, type Work } from "./testing/driver.js";
import { bitsOf, toyResult, toyRun, toyShape } from "./testing/toy-cluster.js";

const reference = undisturbed();

describe("TrainingRun", () => {
  it("takes every step, validates each epoch, tests at the end", () => {
    expect(reference.result?.outcome).toBe("completed");
    expect(reference.of("step").map(({ step, epoch, stepInEpoch }) => [step, epoch, stepInEpoch])).toEqual([
      [1, 1, 1],
      [2, 1, 2],
      [3, 1, 3],
      [4, 2, 1],
      [5, 2, 2],
      [6, 2, 3],
    ]);
    expect(reference.of("epoch").map(({ measures }) => Object.keys(measures))).toEqual([
      ["loss", "val_loss"],
      ["loss", "val_loss"],
    ]);
    expect(reference.of("tested")).toHaveLength(1);
    expect(reference.result?.digest).toBe(reference.digests.at(-1));
  });

  it("weighs each batch's loss by its sequences, as Keras does", () => {
    const steps = reference.of("step").filter(({ epoch }) => epoch === 1);
    const rows = [11, 11, 3];
    const expected = steps.reduce((sum, { measures }, index) => sum + measures.loss! * rows[index]!, 0) / 25;
    expect(reference.of("epoch")[0]!.measures.loss).toBeCloseTo(expected, 12);
  });

  it("gives the same bits for any number of workers", () => {
    for (const count of [2, 3, 5, 8]) {
      const driver = new Driver();
      for (let index = 0; index < count; index++) driver.join(`w${index}`);
      driver.finish();
      expect(driver.digests).toEqual(reference.digests);
    }
  });

  it("gives the same bits and loses nothing, whatever happens to workers", () => {
    expectSurvivesChaos(toyRun, reference, 500);
  });

  it("gives work to a worker that was silent while the run waited to begin", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    driver.time = 5000;
    driver.say({ type: "tick" });
    driver.join("b");
    driver.join("c");
    driver.say({ type: "heartbeat", worker: "a" });
    expect(driver.held.has("a")).toBe(true);
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
  });

  it("sends a silent worker nothing, and the newest parameters when it is back", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("silent");
    driver.join("alive");
    driver.time = 1500;
    driver.say({ type: "heartbeat", worker: "alive" });
    driver.say({ type: "tick" });
    const step = (): number => driver.of("step").length;
    for (let turn = 0; step() < 3 && turn < 100; turn++)
      driver.work.find((work) => work.worker === "alive" && driver.answer(work));
    expect(step()).toBe(3);
    expect(driver.held.get("silent")?.version).toBe(0);
    driver.say({ type: "heartbeat", worker: "silent" });
    expect(driver.held.get("silent")?.version).toBe(3);
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
  });

  it("gives a worker that comes back under its id its work again", () => {
    const driver = new Driver();
    driver.join("a");
    driver.join("a");
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
  });

  it("leaves the definition that it was given as it is", () => {
    const definition = toyRun();
    expect(undisturbed(definition).digests).toEqual(reference.digests);
    expect(undisturbed(definition).digests).toEqual(reference.digests);
  });

  it("dismisses a leaving worker also while it waits, and at its end", () => {
    const waiting = new Driver(toyRun({ startWorkers: 2 }));
    waiting.join("a");
    waiting.say({ type: "worker-leaving", worker: "a" });
    expect(waiting.dismissed).toEqual(["a"]);
    const ending = new Driver();
    ending.join("a");
    ending.say({ type: "stop", reason: "asked" });
    ending.say({ type: "worker-leaving", worker: "a" });
    ending.finish();
    expect(ending.dismissed).toEqual(["a"]);
    expect(ending.result).toMatchObject({ outcome: "stopped", state: { step: 1 } });
  });

  it("waits for the workers it wants at its start, and says so", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    expect(driver.of("waiting").map((event) => event.for)).toEqual(["2 workers to join (1 so far)"]);
    expect(driver.work).toEqual([]);
    driver.join("b");
    expect(driver.of("run-started")).toHaveLength(1);
    expect(new Set(driver.work.map(({ worker }) => worker))).toEqual(new Set(["a", "b"]));
  });

  it("gives a lost worker's micro-batches to others", () => {
    const driver = new Driver();
    driver.join("a");
    driver.say({ type: "worker-left", worker: "a", reason: "connection lost" });
    expect(driver.of("worker-left")[0]).toMatchObject({ returnedMicroBatches: 12 });
    expect(driver.of("waiting").map((event) => event.for)).toEqual(["a worker to join"]);
    driver.join("b");
    driver.work = driver.work.filter(({ worker }) => worker === "b");
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
  });

  it("expires the lease of a silent worker and takes it back when it is heard from", () => {
    const driver = new Driver();
    driver.join("silent");
    driver.join("alive");
    driver.time = 1001;
    driver.say({ type: "heartbeat", worker: "alive" });
    driver.say({ type: "tick" });
    expect(driver.of("lease-expired").map(({ workerId }) => workerId)).toEqual(["silent"]);
    driver.say({ type: "heartbeat", worker: "silent" });
    expect(driver.of("worker-recovered").map(({ workerId }) => workerId)).toEqual(["silent"]);
  });

  it("counts a result once: a second is a duplicate, a late one stale, a foreign one unsolicited", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    driver.join("b");
    const [first] = driver.work as [Work];
    const parameters = driver.held.get("a")!.parameters;
    driver.answer(first);
    driver.send(first, parameters);
    driver.send({ ...first, worker: first.worker === "a" ? "b" : "a" }, parameters);
    driver.finish();
    const late = new Driver();
    late.join("a");
    const [early] = late.work as [Work];
    late.answer(early);
    late.send(early, late.held.get("a")!.parameters);
    late.finish();
    expect(driver.result?.droppedResults).toEqual({ stale: 0, duplicate: 1, unsolicited: 1 });
    expect(late.result?.droppedResults).toEqual({ stale: 1, duplicate: 0, unsolicited: 0 });
    expect(driver.digests).toEqual(reference.digests);
    expect(late.digests).toEqual(reference.digests);
  });

  it("refuses a worker of another fingerprint, unless the job is relaxed", () => {
    const strict = new Driver();
    strict.join("a", { fingerprint: "avx2" });
    strict.join("b", { fingerprint: "avx512" });
    expect(strict.refused).toMatchObject([{ worker: "b", code: "FINGERPRINT" }]);
    expect(strict.refused[0]?.reason).toContain("expected avx2");
    const relaxed = new Driver(toyRun({ determinism: "relaxed" }));
    relaxed.join("a", { fingerprint: "avx2" });
    relaxed.join("b", { fingerprint: "avx512" });
    expect(relaxed.refused).toEqual([]);
  });

  it("takes after a recovery who computes the bits that were told before, and nobody else", () => {
    const told = { round: 0, steps: 1, fingerprint: "avx2" };
    const driver = new Driver(toyRun(), undefined, told);
    driver.join("a", { fingerprint: "avx512" });
    expect(driver.refused).toMatchObject([{ worker: "a", code: "FINGERPRINT" }]);
    driver.join("b", { fingerprint: "avx2" });
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
    const relaxed = new Driver(toyRun({ determinism: "relaxed" }), undefined, told);
    relaxed.join("a", { fingerprint: "avx512" });
    expect(relaxed.refused).toEqual([]);
  });

  it("keeps the fingerprint of its first result, also when that worker has left, and none before", () => {
    const driver = new Driver();
    driver.join("a", { fingerprint: "avx2" });
    driver.say({ type: "worker-left", worker: "a", reason: "gone" });
    driver.work = [];
    driver.join("b", { fingerprint: "avx512" });
    expect(driver.refused).toEqual([]);
    driver.answer(driver.work[0]!);
    driver.say({ type: "worker-left", worker: "b", reason: "gone" });
    driver.join("c", { fingerprint: "avx2" });
    expect(driver.refused).toMatchObject([{ worker: "c" }]);
  });

  it("quarantines a worker that sends a wrong length, naming the field, and gives its range to others", () => {
    const driver = new Driver();
    driver.join("a");
    const [work] = driver.work as [Work];
    const values = {
      ...toyResult(work, driver.held.get("a")!.parameters),
      gradient: new Float32Array(2),
    };
    driver.say({ type: "result", worker: "a", round: 0, node: work.node, values });
    expect(driver.of("worker-quarantined")).toMatchObject([
      { workerId: "a", reason: "result.gradient: expected 3 elements, got 2" },
    ]);
    expect(driver.of("waiting").at(-1)?.for).toBe("a worker to join; quarantined: a");
    driver.work = [];
    driver.join("b");
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
  });

  it("quarantines a worker that sends a result of parameters that are not made yet", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    driver.join("b");
    const ahead = driver.work.find(({ worker, round }) => worker === "a" && round.number === 1)!;
    driver.send(ahead, driver.held.get("a")!.parameters);
    expect(driver.of("worker-quarantined")).toMatchObject([
      {
        workerId: "a",
        reason: "result.round: expected one of version 0 of the parameters, got round 1, of version 1",
      },
    ]);
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
  });

  it("does not fail as one cannot compute while another is only silent", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    driver.join("silent");
    driver.time = 5000;
    driver.say({ type: "heartbeat", worker: "a" });
    driver.time = 5001 + toyRun().leaseDurationMs;
    driver.say({ type: "heartbeat", worker: "a" });
    driver.say({ type: "tick" });
    expect(driver.of("lease-expired")).toMatchObject([{ workerId: "silent" }]);
    const [{ round, node }] = driver.work.filter(({ worker }) => worker === "a") as [Work];
    driver.say({ type: "failure", worker: "a", round: round.number, node, reason: "out of memory" });
    expect(driver.result).toBeUndefined();
    driver.work = [];
    driver.say({ type: "heartbeat", worker: "silent" });
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
  });

  it("withholds the update where a value is not finite, and names step, micro-batch, worker and parameter", () => {
    const driver = new Driver();
    driver.join("a");
    const [work] = driver.work as [Work];
    const values = {
      ...toyResult(work, driver.held.get("a")!.parameters),
      gradient: Float32Array.of(1, NaN, 1),
    };
    driver.say({ type: "result", worker: "a", round: 0, node: work.node, values });
    expect(driver.result).toMatchObject({ outcome: "failed", state: { step: 0 } });
    expect(driver.result?.reason).toBe(
      "step 1, micro-batches 0 to 5 (computed by a): the gradient of toy/bias[1] is NaN; the update is withheld",
    );
  });

  it("names where the worker found the first value that is not finite", () => {
    const reasonOf = (nonFinite: Partial<NonFinitePlace>): string | undefined => {
      const driver = new Driver();
      driver.join("a");
      const [work] = driver.work as [Work];
      const values = {
        ...toyResult(work, driver.held.get("a")!.parameters),
        gradient: Float32Array.of(1, NaN, 1),
        nonFinite: {
          microBatch: 3,
          sequence: 17,
          layer: "lstm",
          pass: "forward" as const,
          value: NaN,
          ...nonFinite,
        },
      };
      driver.say({ type: "result", worker: "a", round: 0, node: work.node, values });
      return driver.result?.reason;
    };
    expect(reasonOf({ timeStep: 4 })).toBe(
      "step 1, micro-batch 3 (computed by a), sequence 17, layer lstm, time step 4 (forward): NaN; the update is withheld",
    );
    expect(reasonOf({ pass: "backward", value: -Infinity })).toBe(
      "step 1, micro-batch 3 (computed by a), sequence 17, layer lstm (backward): -Infinity; the update is withheld",
    );
  });

  it("does not believe a place where all values are finite", () => {
    const driver = new Driver();
    driver.join("a");
    const [work] = driver.work as [Work];
    const nonFinite = { microBatch: 0, sequence: 0, layer: "x", pass: "forward" as const, value: NaN };
    const values = { ...toyResult(work, driver.held.get("a")!.parameters), nonFinite };
    driver.say({ type: "result", worker: "a", round: 0, node: work.node, values });
    driver.work = driver.work.filter((other) => other !== work);
    expect(driver.finish().outcome).toBe("completed");
    expect(driver.digests).toEqual(reference.digests);
  });

  it("takes a step of 0 where nothing of a batch counts", () => {
    const driver = new Driver();
    driver.join("a");
    const [work] = driver.work as [Work];
    const nothing = { gradient: new Float32Array(3), statistics: new Float64Array(3) };
    const values = { ...nothing, predictions: new Float32Array(), states: new Float32Array() };
    driver.say({ type: "result", worker: "a", round: 0, node: work.node, values });
    expect(driver.of("step")[0]?.digest).toBe(bitsOf(toyRun().initial.parameters));
  });

  const fail = (driver: Driver, work: Work): void => {
    const { worker, round, node } = work;
    driver.say({ type: "failure", worker, round: round.number, node, reason: "no kernel" });
  };

  it("gives the work of a worker that cannot compute to others, and it nothing more", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    driver.join("b");
    fail(
      driver,
      driver.work.find(({ worker }) => worker === "a")!,
    );
    driver.work = driver.work.filter(({ worker }) => worker === "b");
    driver.finish();
    expect(driver.of("worker-quarantined")).toMatchObject([
      { workerId: "a", reason: "could not compute: no kernel" },
    ]);
    expect(driver.digests).toEqual(reference.digests);
  });

  it("fails when nobody can compute, and sends nobody away", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    driver.join("b");
    fail(
      driver,
      driver.work.find(({ worker }) => worker === "a")!,
    );
    fail(
      driver,
      driver.work.find(({ worker }) => worker === "b")!,
    );
    expect(driver.result).toMatchObject({ outcome: "failed", reason: "b could not compute: no kernel" });
    expect(driver.refused).toEqual([]);
  });

  it("does not believe a result that is not finite from a worker that was never asked", () => {
    const driver = new Driver();
    driver.join("a");
    driver.join("evil");
    const [work] = driver.work as [Work];
    const values = {
      ...toyResult(work, driver.held.get("a")!.parameters),
      gradient: Float32Array.of(1, NaN, 1),
    };
    driver.say({ type: "result", worker: "evil", round: 0, node: work.node, values });
    driver.finish();
    expect(driver.result).toMatchObject({ outcome: "completed", droppedResults: { unsolicited: 1 } });
  });

  it("lets a leaving worker finish what it holds of the current step, then dismisses it", () => {
    const driver = new Driver();
    driver.join("a");
    driver.join("b");
    driver.say({ type: "worker-leaving", worker: "a" });
    expect(driver.dismissed).toEqual([]);
    expect(driver.revoked.every(({ worker, round }) => worker === "a" && round.number === 1)).toBe(true);
    for (const work of driver.work.filter(({ worker, round }) => worker === "a" && round.number === 0))
      driver.answer(work);
    expect(driver.dismissed).toEqual(["a"]);
    driver.work = driver.work.filter(({ worker }) => worker === "b");
    driver.finish();
    expect(driver.digests).toEqual(reference.digests);
  });

  it("stops after the current step", () => {
    const driver = new Driver();
    driver.join("a");
    driver.say({ type: "stop", reason: "asked" });
    expect(driver.result).toBeUndefined();
    driver.finish();
    expect(driver.result).toMatchObject({ outcome: "stopped", reason: "asked", state: { step: 1 } });
    expect(driver.digests).toEqual(reference.digests.slice(0, 1));
  });

  it("stops as it stands after a lease where a worker lives but does not answer", () => {
    const driver = new Driver();
    driver.join("a");
    driver.say({ type: "stop", reason: "asked" });
    for (driver.time = 100; driver.time < 1000; driver.time += 300) {
      driver.say({ type: "heartbeat", worker: "a" });
      driver.say({ type: "tick" });
      expect(driver.result).toBeUndefined();
    }
    driver.time = 1000;
    driver.say({ type: "heartbeat", worker: "a" });
    driver.say({ type: "tick" });
    expect(driver.result).toMatchObject({ outcome: "stopped", state: { step: 0 } });
  });

  it("withholds an update that would make a parameter infinite, and keeps the last good ones", () => {
    const { optimizer } = toyRun();
    const overflowing: Optimizer = {
      ...optimizer,
      plannedUpdate(state) {
        const next = { ...state, step: state.step + 1, parameters: Float32Array.of(1, -Infinity, 1) };
        return { operations: [], next };
      },
    };
    const driver = new Driver(toyRun({ optimizer: overflowing }));
    driver.join("a");
    const result = driver.finish();
    expect(result).toMatchObject({ outcome: "failed", state: { step: 0 } });
    expect(result.reason).toMatch(/^step 1: .*toy\/bias\[\d\] is -?Infinity/);
    expect(result.state.parameters.every(Number.isFinite)).toBe(true);
  });

  it("stops at once while nobody computes", () => {
    const driver = new Driver();
    driver.say({ type: "stop", reason: "asked" });
    expect(driver.result).toMatchObject({ outcome: "stopped", state: { step: 0 } });
    expect(driver.result?.digest).toBe(bitsOf(toyRun().initial.parameters));
  });

  it("predicts in the order of the data, whoever computed what", () => {
    const driver = new Driver(
      toyRun({ shape: { ...toyShape, kind: "predict", sequences: { train: 0, validation: 0, test: 30 } } }),
    );
    for (const worker of ["a", "b", "c"]) driver.join(worker);
    driver.work.reverse();
    const result = driver.finish();
    expect([...result.predictions!]).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });
});
