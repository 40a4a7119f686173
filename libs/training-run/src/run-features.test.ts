import { describe, expect, it } from "vitest";
import type { RunDefinition } from "./run-definition.js";
import { expectSurvivesChaos } from "./testing/chaos.js";
import { Driver, undisturbed } from "./testing/driver.js";
import { bitsOf, toyOptimizer, toyPlan, toyRun, toyShape } from "./testing/toy-cluster.js";
import { statefulShape, toyFeatures, toyLengths } from "./testing/toy-features.js";

describe.each(Object.entries<Partial<RunDefinition>>(toyFeatures))("a run that is %s", (_, feature) => {
  const define = (change: Partial<RunDefinition> = {}): RunDefinition => toyRun({ ...feature, ...change });
  const reference = undisturbed(define());

  it("completes, other than a plain one", () => {
    expect(reference.result?.outcome).toBe("completed");
    expect(reference.result?.digest).not.toBe(undisturbed(toyRun()).result?.digest);
  });

  it("gives the same bits for any number of workers", () => {
    for (const count of [2, 3, 5]) {
      const driver = new Driver(define());
      for (let index = 0; index < count; index++) driver.join(`w${index}`);
      driver.finish();
      expect(driver.digests).toEqual(reference.digests);
      expect(driver.result).toEqual(reference.result);
    }
  });

  it("gives the same bits, whatever happens to workers", () => expectSurvivesChaos(define, reference, 40));
});

describe("carried states", () => {
  const driver = undisturbed(toyRun(toyFeatures.stateful));

  it("go on from batch to batch, epoch to epoch and through validation, and start anew for the test", () => {
    const firsts = driver.assigned.filter(({ node }) => node.first === 0);
    const begin = firsts.map(
      ({ round, states }) => `${round.part} ${round.epoch} ${states ? "carried" : "zero"}`,
    );
    expect(begin).toEqual([
      "train 0 zero",
      ...["train 0 carried", "train 0 carried", "train 0 carried", "validation 0 carried"],
      ...["train 1 carried", "train 1 carried", "train 1 carried", "train 1 carried", "validation 1 carried"],
      ...["test 1 zero", "test 1 carried"],
    ]);
  });

  it("are those that the round before left, row by row, in whatever ranges", () => {
    const halved = new Driver(toyRun(toyFeatures.stateful));
    for (const worker of ["a", "b"]) halved.join(worker);
    halved.finish();
    const statesOf = (one: Driver, round: number): number[] =>
      one.assigned
        .filter((work) => work.round.number === round)
        .sort((a, b) => a.node.first - b.node.first)
        .flatMap(({ states }) => [...states!]);
    expect(halved.assigned.filter(({ round }) => round.number === 3)).toHaveLength(2);
    expect(statesOf(halved, 3)).toEqual(statesOf(driver, 3));
    expect(statesOf(driver, 3)).toHaveLength(12);
  });

  it("hold the next round back until they are there", () => {
    const one = new Driver(toyRun(toyFeatures.stateful));
    one.join("a");
    expect(new Set(one.work.map(({ round }) => round.number))).toEqual(new Set([0]));
    const plain = new Driver();
    plain.join("a");
    expect(new Set(plain.work.map(({ round }) => round.number))).toEqual(new Set([0, 1]));
  });

  it("must have the plan's length", () => {
    const one = new Driver(toyRun({ plan: toyPlan(2), shape: statefulShape }));
    one.join("a");
    const [work] = one.work;
    const values = {
      gradient: new Float32Array(3),
      statistics: new Float64Array(3),
      predictions: new Float32Array(),
      states: new Float32Array(3),
    };
    one.say({ type: "result", worker: "a", round: 0, node: work!.node, values });
    expect(one.of("worker-quarantined")).toMatchObject([
      { reason: "result.states: expected 12 elements, got 3" },
    ]);
  });
});

describe("truncated steps", () => {
  const order = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  const driver = undisturbed(toyRun(toyFeatures.truncated));

  it("go over a batch's time steps one after the other, each a step with the states of the one before", () => {
    const first = driver.assigned.filter(({ round, node }) => round.epoch === 0 && node.first === 0);
    const train = first.filter(({ round }) => round.part === "train");
    expect(train.map(({ round }) => round.timeRange)).toEqual(
      [0, 1, 2].flatMap(() => [
        { begin: 0, end: 3 },
        { begin: 3, end: 6 },
        { begin: 6, end: 8 },
      ]),
    );
    expect(train.map(({ states }) => states !== undefined)).toEqual(
      [0, 1, 2].flatMap(() => [false, true, true]),
    );
    expect(driver.of("step").map(({ stepInEpoch }) => stepInEpoch)).toEqual([...order(9), ...order(9)]);
    expect(driver.of("epoch").map(({ steps }) => steps)).toEqual([9, 9]);
  });

  it("leave evaluation whole", () => {
    const evaluations = driver.assigned.filter(({ round }) => round.purpose === "evaluate");
    expect(evaluations.every(({ round, states }) => !round.timeRange && !states)).toBe(true);
  });
});

describe("bucketed rounds", () => {
  it("are padded to their longest sequence, in validation and test too, and not for predictions", () => {
    const { assigned } = undisturbed(toyRun(toyFeatures.bucketed));
    for (const { round } of assigned) {
      const own = [...round.sequences].map((sequence) => toyLengths[round.part][sequence]!);
      expect(round.timeSteps).toBe(Math.max(...own));
    }
    const shape = {
      ...toyShape,
      kind: "predict" as const,
      lengths: toyLengths,
      bucketing: { windowBatches: 2 },
    };
    const predicted = undisturbed(
      toyRun({ shape: { ...shape, sequences: { train: 0, validation: 0, test: 7 } } }),
    );
    expect(predicted.assigned.every(({ round }) => round.timeSteps === undefined)).toBe(true);
  });
});

describe("callbacks", () => {
  const stopped = undisturbed(toyRun(toyFeatures["stopped early, best parameters restored"]));

  it("end the training early, drop what was under way, test, and complete", () => {
    const { result } = stopped;
    expect(result?.epochs).toBeLessThan(6);
    expect(stopped.of("epoch")).toHaveLength(result!.epochs);
    expect(stopped.of("step")).toHaveLength(result!.epochs * 3);
    expect(stopped.of("tested")).toHaveLength(1);
    expect(stopped.of("callback").at(-1)).toMatchObject({ callback: "EarlyStopping", epoch: result!.epochs });
    expect(stopped.revoked.every(({ round }) => round.part === "train")).toBe(true);
    expect(stopped.revoked.length).toBeGreaterThan(0);
  });

  it("leave the best epoch's parameters, and test with them as a version of their own", () => {
    const losses = stopped.of("epoch").map(({ measures }) => measures.val_loss!);
    const best = losses.indexOf(Math.max(...losses));
    const { digest, state } = stopped.result!;
    expect(digest).toBe(stopped.digests[best * 3 + 2]);
    expect(bitsOf(state.parameters)).toBe(digest);
    const tests = stopped.assigned.filter(({ round }) => round.part === "test");
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.every(({ round }) => round.parametersVersion === state.step + 1)).toBe(true);
  });

  it("have the best parameters saved, with step and epoch", () => {
    expect(stopped.bests[0]).toMatchObject({ step: 3, epoch: 1 });
    for (const { step, parameters } of stopped.bests)
      expect(bitsOf(parameters)).toBe(stopped.digests[step - 1]);
  });

  it("lower the rate of the steps that follow, and show the epoch's own", () => {
    const driver = undisturbed(toyRun(toyFeatures["on a plateau"]));
    const rates = driver.of("epoch").map(({ measures }) => measures.learning_rate!);
    expect(rates[0]).toBe(Math.fround(0.01));
    expect(rates.at(-1)).toBeLessThan(rates[0]!);
    for (const { epoch, learningRate } of driver.of("step")) expect(learningRate).toBe(rates[epoch - 1]);
  });
});

describe("final parameters", () => {
  it("are the optimizer's average, tested as a version of their own, also by who joins late", () => {
    const driver = new Driver(toyRun(toyFeatures.averaged));
    driver.join("a");
    while (driver.of("epoch").length < 2) driver.work.find((work) => driver.answer(work));
    driver.join("late");
    expect(driver.held.get("late")?.version).toBe(7);
    const { state, digest } = driver.finish();
    expect(state.step).toBe(6);
    expect([...state.parameters]).toEqual([...state.moments.at(-1)!]);
    expect(digest).not.toBe(driver.digests.at(-1));
  });

  it("are not taken where a run is stopped before", () => {
    const driver = new Driver(toyRun(toyFeatures.averaged));
    driver.join("a");
    driver.say({ type: "stop", reason: "asked" });
    expect(driver.finish().digest).toBe(driver.digests.at(-1));
  });
});

describe("regularisers", () => {
  it("add to every loss that is shown, from the parameters that it was computed with", () => {
    const shape = { ...toyShape, epochs: 1 };
    const frozen = toyOptimizer({ learningRate: 0 });
    const plain = undisturbed(toyRun({ shape, optimizer: frozen }));
    const regularised = undisturbed(toyRun({ ...toyFeatures.regularised, shape, optimizer: frozen }));
    const penalty = toyFeatures.regularised.penalty.loss(toyRun().initial.parameters);
    expect(penalty).toBeCloseTo(0.014, 6);
    const losses = (driver: Driver): number[] => [
      ...driver.of("step").map(({ measures }) => measures.loss!),
      ...driver.of("step").map(({ epochMeasures }) => epochMeasures.loss!),
      ...driver.of("epoch").flatMap(({ measures }) => [measures.loss!, measures.val_loss!]),
      ...driver.of("tested").map(({ measures }) => measures.loss!),
    ];
    losses(plain).forEach((loss, index) =>
      expect(losses(regularised)[index]).toBeCloseTo(loss + penalty, 10),
    );
  });
});

describe("an order that is given", () => {
  it("is taken epoch by epoch in place of the seed's", () => {
    const order = [0, 1].map((epoch) =>
      Uint32Array.from({ length: 25 }, (_, index) => (index * 7 + epoch) % 25),
    );
    const { assigned } = undisturbed(toyRun({ shape: { ...toyShape, order } }));
    const taken = assigned.filter(({ round, node }) => round.part === "train" && node.first === 0);
    expect(taken.flatMap(({ round }) => [...round.sequences])).toEqual(order.flatMap((epoch) => [...epoch]));
  });
});
