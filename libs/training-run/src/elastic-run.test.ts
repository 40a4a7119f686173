import { describe, expect, it } from "vitest";
import { Driver, undisturbed, type Work } from "./testing/driver.js";
import { toyRun, toyShape } from "./testing/toy-cluster.js";

const reference = undisturbed();

/** Lets everybody but some answer, each a millisecond after the one before, until the run is over or nobody can. */
function finishWithout(driver: Driver, ...silent: string[]): void {
  finishInTurns(1, driver, ...silent);
}

/** An answer comes every so many milliseconds. */
function finishInTurns(turnMs: number, driver: Driver, ...silent: string[]): void {
  for (let turn = 0; !driver.result && turn < 5000; turn++) {
    driver.time += turnMs;
    const answered = driver.work.find((work) => !silent.includes(work.worker) && driver.answer(work));
    if (answered) continue;
    const { deadline } = driver.machine;
    driver.time = Number.isFinite(deadline) ? Math.max(driver.time, deadline) : driver.time + 100;
    for (const worker of driver.incarnations.keys()) driver.say({ type: "heartbeat", worker });
    driver.say({ type: "tick" });
  }
}

const heldBy = (driver: Driver, worker: string): Work[] =>
  driver.work.filter((work) => work.worker === worker);

function expectUndisturbed(driver: Driver): void {
  expect(driver.result?.outcome).toBe("completed");
  expect(driver.result?.digest).toBe(reference.result?.digest);
  expect(driver.digests).toEqual(reference.digests);
}

describe("incarnations", () => {
  it("drop what an older connection brings; its results are stale", () => {
    const driver = new Driver();
    driver.join("a");
    const [old] = driver.work as [Work];
    const { parameters } = driver.held.get("a")!;
    driver.join("a");
    driver.send(old, parameters);
    driver.say({ type: "worker-left", worker: "a", incarnation: 1, reason: "the old connection ended" });
    expect(driver.of("worker-left")).toEqual([]);
    driver.finish();
    expect(driver.result?.droppedResults).toEqual({ stale: 1, duplicate: 0, unsolicited: 0 });
    expectUndisturbed(driver);
  });

  it("are known after their worker left: joining late is ignored", () => {
    const driver = new Driver();
    driver.join("a");
    driver.say({ type: "worker-left", worker: "a", reason: "gone" });
    const joined = { slots: 1, backend: "toy", fingerprint: "f", credit: 9, incarnation: 1 };
    driver.say({ type: "worker-joined", worker: "a", ...joined });
    expect(driver.machine.inspect().members).toEqual([]);
  });

  it("give back at once what the older one held", () => {
    const driver = new Driver();
    driver.join("a");
    driver.join("b");
    driver.join("a");
    expect(driver.machine.inspect().rounds[0]?.holdings.every(({ incarnation }) => incarnation <= 2)).toBe(
      true,
    );
    driver.finish();
    expectUndisturbed(driver);
  });
});

describe("an expired lease", () => {
  it("is not renewed, but a result of its time counts", () => {
    const driver = new Driver();
    driver.join("a");
    const [late] = driver.work as [Work];
    const { parameters } = driver.held.get("a")!;
    driver.time = 1001;
    driver.say({ type: "tick" });
    driver.join("b");
    driver.time = 1002;
    driver.send(late, parameters);
    expect(driver.of("step")).toHaveLength(1);
    expect(driver.revoked).toMatchObject([{ worker: "b", round: { number: 0 } }]);
    finishWithout(driver);
    expectUndisturbed(driver);
  });
});

describe("division", () => {
  it("gives more to who answers faster", () => {
    const driver = new Driver(toyRun({ startWorkers: 2, shape: { ...toyShape, epochs: 8 } }));
    driver.join("slow");
    driver.join("fast");
    const msPerMicroBatch = new Map([
      ["slow", 30],
      ["fast", 10],
    ]);
    const ready = (work: Work): boolean =>
      driver.held.get(work.worker)?.version === work.round.parametersVersion;
    /** When each worker is done with what it computes now. */
    const busy = new Map<string, { readonly work: Work; readonly until: number }>();
    while (!driver.result && driver.of("step").length < 16) {
      for (const [worker, ms] of msPerMicroBatch) {
        if (!driver.work.includes(busy.get(worker)?.work as Work)) busy.delete(worker);
        const work = busy.has(worker)
          ? undefined
          : driver.work.find((one) => one.worker === worker && ready(one));
        if (work) busy.set(worker, { work, until: driver.time + ms * work.node.count });
      }
      const [first] = [...busy.values()].sort((a, b) => a.until - b.until);
      driver.time = first!.until;
      driver.answer(first!.work);
    }
    const round = driver.assigned.at(-1)!.round.number;
    const share = (worker: string): number =>
      driver.assigned
        .filter((work) => work.worker === worker && work.round.number >= round - 4)
        .reduce((sum, { node }) => sum + node.count, 0);
    expect(share("fast")).toBeGreaterThan(share("slow"));
  });

  it.each([
    { turnMs: 0.05, workers: 1, what: "is not divided" },
    { turnMs: 5, workers: 2, what: "is divided" },
  ])("a round whose answers take $turnMs ms $what", ({ turnMs, workers }) => {
    const shape = { ...toyShape, epochs: 10 };
    const driver = new Driver(toyRun({ shape, minWorkers: 2 }));
    driver.join("a");
    driver.join("b");
    finishInTurns(turnMs, driver);
    const last = driver.assigned.slice(-20).filter(({ round }) => round.purpose === "gradient");
    expect(new Set(last.map(({ worker }) => worker)).size).toBe(workers);
    const rounds = new Set(last.map(({ round }) => round.number)).size;
    if (workers === 1) expect(last).toHaveLength(rounds);
    else expect(last.length).toBeGreaterThan(rounds);
    expect(driver.digests).toEqual(undisturbed(toyRun({ shape })).digests);
  });

  it("tries a worker that gets nothing from time to time, and does not take its probe back", () => {
    const shape = { ...toyShape, epochs: 20, batchSize: 2, sequences: { train: 8, validation: 0, test: 0 } };
    const driver = new Driver(toyRun({ shape }));
    driver.join("a");
    driver.join("b");
    finishInTurns(10, driver, "b");
    expect(driver.result?.outcome).toBe("completed");
    const probes = driver.assigned.filter(({ worker }) => worker === "b");
    expect(probes.length).toBeGreaterThan(1);
    expect(probes.length).toBeLessThan(10);
    expect(driver.digests).toEqual(undisturbed(toyRun({ shape })).digests);
  });

  it("tries it ten times a second at most, however brief rounds are, and whether it answers or not", () => {
    const shape = { ...toyShape, epochs: 400, batchSize: 2, sequences: { train: 8, validation: 0, test: 0 } };
    const driver = new Driver(toyRun({ shape }));
    driver.join("a");
    driver.join("b");
    const began = driver.time;
    finishInTurns(1, driver, "b");
    expect(driver.result?.outcome).toBe("completed");
    const probes = driver.assigned.filter(({ worker }) => worker === "b");
    expect(probes.length).toBeGreaterThan(5);
    expect(probes.length).toBeLessThanOrEqual((driver.time - began) / 100);
  });

  it("measures by a probe whose micro-batch was counted before, and counts nothing twice", () => {
    const shape = { ...toyShape, epochs: 20, batchSize: 2, sequences: { train: 8, validation: 0, test: 0 } };
    const driver = new Driver(toyRun({ shape }));
    driver.join("a");
    driver.join("b");
    const parametersOf = new Map<number, Float32Array>();
    const probe = (): Work | undefined => heldBy(driver, "b")[0];
    for (let turn = 0; turn < 400 && !driver.result; turn++) {
      driver.time += 10;
      for (const worker of ["a", "b"]) driver.say({ type: "heartbeat", worker });
      const held = driver.held.get("b")!;
      parametersOf.set(held.version, held.parameters);
      driver.work.find((work) => work.worker === "a" && driver.answer(work));
      const late = probe();
      if (late && late.round.parametersVersion < driver.held.get("a")!.version) {
        driver.work = driver.work.filter((work) => work !== late);
        driver.send(late, parametersOf.get(late.round.parametersVersion)!);
      }
    }
    expect(driver.result).toMatchObject({
      outcome: "completed",
      droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
    });
    expect(driver.assigned.some(({ worker }) => worker === "b")).toBe(true);
    expect(driver.digests).toEqual(undisturbed(toyRun({ shape })).digests);
  });
});

describe("credit", () => {
  const rows = (work: readonly Work[]): number => work.reduce((sum, { node }) => sum + node.count * 2, 0);

  it("bounds what a worker holds; the rest waits for its answers", () => {
    const driver = new Driver();
    driver.join("a", { credit: 4 });
    expect(rows(driver.work)).toBe(4);
    while (!driver.result) {
      expect(rows(driver.work)).toBeLessThanOrEqual(4);
      if (!driver.work.find((work) => driver.answer(work))) throw new Error("nothing goes on");
    }
    expectUndisturbed(driver);
  });

  it("allows one range however small it is, and none at 0", () => {
    const driver = new Driver();
    driver.join("a", { credit: 1 });
    expect(driver.work).toMatchObject([{ node: { first: 0, count: 1 } }]);
    const none = new Driver();
    none.join("a", { credit: 0 });
    expect(none.work).toEqual([]);
    expect(none.of("waiting").map((event) => event.for)).toEqual(["a worker that takes work"]);
    none.say({ type: "credit", worker: "a", sequences: 100 });
    none.finish();
    expectUndisturbed(none);
  });

  it("lets the current round go before what is held ahead", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a", { credit: 12 });
    driver.join("b", { credit: 12 });
    driver.work = heldBy(driver, "a");
    for (const work of heldBy(driver, "a").filter(({ round }) => round.number === 0)) driver.answer(work);
    expect(heldBy(driver, "a").some(({ round }) => round.number === 1)).toBe(true);
    driver.say({ type: "worker-left", worker: "b", reason: "lost" });
    expect(heldBy(driver, "a").some(({ round }) => round.number === 0)).toBe(true);
    driver.finish();
    expectUndisturbed(driver);
  });
});

describe("speculation", () => {
  it("finishes a run whose other worker lives but never answers", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("hung");
    driver.join("alive");
    finishWithout(driver, "hung");
    expectUndisturbed(driver);
    expect(
      driver
        .of("speculated")
        .every(({ straggler, workerId }) => straggler === "hung" && workerId === "alive"),
    ).toBe(true);
    expect(driver.of("speculated").length).toBeGreaterThan(0);
    // Once is enough: it gets nothing more while it does not answer.
    expect(driver.of("speculated").length).toBeLessThan(5);
  });

  it("divides a straggler's range among all who are idle, and takes it back from it", () => {
    const driver = new Driver(toyRun({ startWorkers: 3, shape: { ...toyShape, batchSize: 24 } }));
    for (const worker of ["hung", "b", "c"]) driver.join(worker);
    driver.time = 10;
    for (const worker of ["b", "c"])
      for (const work of heldBy(driver, worker).filter(({ round }) => round.number === 0))
        driver.answer(work);
    driver.time = driver.machine.deadline;
    expect(driver.time).toBeGreaterThanOrEqual(50);
    driver.say({ type: "tick" });
    expect(new Set(driver.of("speculated").map(({ workerId }) => workerId))).toEqual(new Set(["b", "c"]));
    for (const worker of ["b", "c"])
      for (const work of heldBy(driver, worker).filter(({ round }) => round.number === 0))
        driver.answer(work);
    expect(driver.of("step")).toHaveLength(1);
    expect(driver.revoked.some(({ worker, round }) => worker === "hung" && round.number === 0)).toBe(true);
  });

  it("takes one that was overtaken again where who overtook it hangs, or takes nothing more", () => {
    for (const then of ["hangs", "takes nothing"]) {
      const driver = new Driver(toyRun({ startWorkers: 2 }));
      driver.join("a", { credit: 2 });
      driver.join("b", { credit: 2 });
      const isOvertaken = (): boolean =>
        driver.revoked.some(({ worker, round }) => worker === "a" && round.number === 0);
      while (!isOvertaken()) {
        driver.time += 10;
        if (driver.work.some((work) => work.worker === "b" && driver.answer(work))) continue;
        for (const worker of ["a", "b"]) driver.say({ type: "heartbeat", worker });
        driver.say({ type: "tick" });
      }
      if (then === "takes nothing") {
        driver.say({ type: "credit", worker: "b", sequences: 0 });
        while (driver.work.some((work) => work.worker === "b" && driver.answer(work)));
      }
      finishWithout(driver, "b");
      expectUndisturbed(driver);
    }
  });

  it("has no deadline while nobody is idle, and a later one once it acted", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    driver.join("b");
    expect(driver.machine.deadline).toBe(Infinity);
    driver.time = 10;
    for (const work of heldBy(driver, "b").filter(({ round }) => round.number === 0)) driver.answer(work);
    const first = driver.machine.deadline;
    expect(first).toBeLessThan(Infinity);
    driver.time = first;
    driver.say({ type: "tick" });
    expect(driver.machine.deadline).toBeGreaterThan(first);
  });
});

describe("places", () => {
  it("are as many as the run wants; further workers stand by and step in", () => {
    const driver = new Driver(toyRun({ maxWorkers: 2 }));
    for (const worker of ["a", "b", "c", "d"]) driver.join(worker);
    expect(driver.of("worker-standby").map(({ workerId, standby }) => [workerId, standby])).toEqual([
      ["c", true],
      ["d", true],
    ]);
    expect(driver.held.has("c")).toBe(false);
    driver.say({ type: "worker-left", worker: "a", reason: "gone" });
    expect(driver.of("worker-standby").at(-1)).toMatchObject({ workerId: "c", standby: false });
    expect(driver.held.has("c")).toBe(true);
    driver.work = driver.work.filter(({ worker }) => worker !== "a");
    driver.finish();
    expect(driver.assigned.some(({ worker }) => worker === "d")).toBe(false);
    expectUndisturbed(driver);
  });

  it("are lost with the lease", () => {
    const driver = new Driver(toyRun({ maxWorkers: 1 }));
    driver.join("a");
    driver.time = 500;
    driver.join("b");
    driver.time = 1100;
    driver.say({ type: "tick" });
    expect(driver.held.has("b")).toBe(true);
    driver.say({ type: "heartbeat", worker: "a" });
    expect(driver.of("worker-standby").at(-1)).toMatchObject({ workerId: "a", standby: true });
  });

  it("below the least number nothing is given out, and the run says so", () => {
    const driver = new Driver(toyRun({ minWorkers: 2 }));
    driver.join("a");
    driver.join("b");
    driver.say({ type: "worker-left", worker: "b", reason: "gone" });
    driver.work = heldBy(driver, "a");
    while (driver.work.some((work) => driver.answer(work)));
    expect(driver.of("step")).toHaveLength(0);
    expect(driver.of("waiting").at(-1)?.for).toBe("2 workers (1 are here)");
    driver.join("c");
    driver.finish();
    expectUndisturbed(driver);
  });
});

describe("draining", () => {
  it("from outside lets the worker finish what it holds", () => {
    const driver = new Driver();
    driver.join("a");
    driver.join("b");
    driver.say({ type: "drain", worker: "a" });
    driver.say({ type: "drain", worker: "nobody" });
    expect(driver.dismissed).toEqual([]);
    for (const work of heldBy(driver, "a")) driver.answer(work);
    expect(driver.dismissed).toEqual(["a"]);
    driver.finish();
    expectUndisturbed(driver);
  });

  it("does not wait for one that hangs while somebody else is there", () => {
    const driver = new Driver(toyRun({ startWorkers: 2 }));
    driver.join("a");
    driver.join("b");
    driver.say({ type: "drain", worker: "a" });
    finishWithout(driver, "a");
    expect(driver.dismissed).toEqual(["a"]);
    expectUndisturbed(driver);
  });
});

describe("pausing", () => {
  const pause = (driver: Driver, cause: "user" | "storage" = "user"): void =>
    driver.say({ type: "pause", cause, reason: "asked" });
  const goOn = (driver: Driver, cause: "user" | "storage" = "user"): void =>
    driver.say({ type: "continue", cause });
  const answerAll = (driver: Driver): void => {
    while (driver.work.some((work) => driver.answer(work)));
  };

  it("finishes the step, takes back what is held ahead, writes a checkpoint and gives out nothing", () => {
    const driver = new Driver(toyRun({ checkpoints: {} }));
    driver.join("a");
    pause(driver);
    expect(driver.machine.state).toBe("running");
    expect(driver.work.every(({ round }) => round.number === 0)).toBe(true);
    answerAll(driver);
    expect(driver.machine.state).toBe("paused");
    expect(driver.work).toEqual([]);
    expect(driver.of("run-paused")).toEqual([
      { type: "run-paused", cause: "user", reason: "asked", step: 1 },
    ]);
    expect(driver.checkpoints.at(-1)).toMatchObject({ keep: "latest", point: { step: 1, round: 1 } });
    goOn(driver);
    driver.finish();
    expect(driver.of("run-continued")).toEqual([{ type: "run-continued", step: 1 }]);
    expectUndisturbed(driver);
  });

  it("lasts until no cause is left, and asking twice is asking once", () => {
    const driver = new Driver();
    driver.join("a");
    pause(driver);
    pause(driver);
    answerAll(driver);
    pause(driver, "storage");
    goOn(driver);
    goOn(driver);
    expect(driver.machine.state).toBe("paused");
    expect(driver.of("run-paused").map(({ cause }) => cause)).toEqual(["user", "storage", "storage"]);
    goOn(driver, "storage");
    goOn(driver, "storage");
    expect(driver.of("run-continued")).toHaveLength(1);
    driver.finish();
    expectUndisturbed(driver);
  });

  it("may be taken back before the step is done: nothing is told", () => {
    const driver = new Driver();
    driver.join("a");
    pause(driver);
    goOn(driver);
    driver.finish();
    expect(driver.of("run-paused")).toEqual([]);
    expect(driver.of("run-continued")).toEqual([]);
    expectUndisturbed(driver);
  });

  it("leaves leases as they are, and stops at once when asked", () => {
    const driver = new Driver();
    driver.join("a");
    pause(driver);
    answerAll(driver);
    driver.time = 1500;
    driver.say({ type: "tick" });
    expect(driver.of("lease-expired")).toHaveLength(1);
    driver.say({ type: "stop", reason: "enough" });
    expect(driver.result).toMatchObject({ outcome: "stopped", reason: "enough", state: { step: 1 } });
  });

  it("stands still in the middle of a step where nobody takes the rest of it", () => {
    const driver = new Driver();
    driver.join("a", { credit: 2 });
    const [work] = driver.work as [Work];
    driver.say({ type: "credit", worker: "a", sequences: 0 });
    driver.say({ type: "pause", cause: "user", reason: "asked" });
    driver.answer(work);
    expect(driver.machine.state).toBe("paused");
    driver.say({ type: "credit", worker: "a", sequences: 100 });
    expect(driver.work).toEqual([]);
    driver.say({ type: "continue", cause: "user" });
    driver.finish();
    expectUndisturbed(driver);
  });

  it("stands still at once where nobody computes, also before the start", () => {
    const driver = new Driver();
    pause(driver);
    expect(driver.machine.state).toBe("paused");
    driver.join("a");
    expect(driver.work).toEqual([]);
    goOn(driver);
    driver.finish();
    expectUndisturbed(driver);
  });

  it("does not commit what completes meanwhile", () => {
    const driver = new Driver(toyRun({ checkpoints: {} }));
    driver.join("a");
    const [, ahead] = driver.work as [Work, Work];
    pause(driver);
    answerAll(driver);
    // Parameters go to whom they are of use; the pause took back what was held ahead.
    const { step, state } = driver.checkpoints.at(-1)!.point;
    expect(step).toBe(ahead.round.parametersVersion);
    driver.send(ahead, state.parameters);
    expect(driver.of("step")).toHaveLength(1);
    goOn(driver);
    expect(driver.of("step")).toHaveLength(2);
    driver.finish();
    expectUndisturbed(driver);
  });
});

describe("a checkpoint that is asked for", () => {
  it("before the start is not in the place of the first one, which is kept for good", () => {
    const driver = new Driver(toyRun({ checkpoints: {} }));
    driver.say({ type: "checkpoint" });
    expect(driver.checkpoints).toMatchObject([{ keep: "latest", point: { step: 0 } }]);
    const resumed = new Driver(toyRun({ checkpoints: {} }), driver.checkpoints[0]!.point);
    resumed.join("a");
    expect(resumed.checkpoints).toMatchObject([{ keep: "milestone", point: { step: 0, round: 0 } }]);
  });

  it("does not wait for a step that nobody computes any more", () => {
    const driver = new Driver(toyRun({ checkpoints: {} }));
    driver.join("a");
    driver.checkpoints.length = 0;
    driver.say({ type: "checkpoint" });
    expect(driver.checkpoints).toEqual([]);
    driver.say({ type: "worker-left", worker: "a", reason: "lost" });
    expect(driver.checkpoints).toMatchObject([{ keep: "latest", point: { step: 0, round: 0 } }]);
    driver.join("a");
    driver.finish();
    expectUndisturbed(driver);
    expect(driver.checkpoints).toHaveLength(1);
  });

  it("is written after the current step, or at once where no step is under way", () => {
    const driver = new Driver(toyRun({ checkpoints: {} }));
    driver.say({ type: "checkpoint" });
    expect(driver.checkpoints.map(({ keep, point }) => [keep, point.step])).toEqual([["latest", 0]]);
    driver.join("a");
    driver.say({ type: "checkpoint" });
    expect(driver.checkpoints).toHaveLength(2);
    driver.answer(driver.work[0]!);
    expect(driver.checkpoints.map(({ keep, point }) => [keep, point.step])).toEqual([
      ["latest", 0],
      ["milestone", 0],
      ["latest", 1],
    ]);
  });
});
