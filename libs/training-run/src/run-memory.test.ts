import { describe, expect, it } from "vitest";
import { runInProcess, type InProcessOutcome } from "./in-process-run.js";
import type { PlainData, ResumePoint } from "./resume-point.js";
import type { RunDefinition } from "./run-definition.js";
import { toyResult, toyRun, toyShape } from "./testing/toy-cluster.js";
import { furtherToyFeatures, toyFeatures } from "./testing/toy-features.js";

const everyRound: Partial<RunDefinition> = {
  checkpoints: {
    ...{ everyMs: 0, milestoneSteps: 4 },
    best: { monitor: "loss", mode: "min", minDelta: 0.01 },
  },
};

function run(definition: RunDefinition, workers = 1, resumeFrom?: ResumePoint): InProcessOutcome {
  const { stateSize } = definition.plan;
  return runInProcess(definition, (work, parameters) => toyResult(work, parameters, stateSize), {
    workers,
    resumeFrom,
  });
}

/** As it comes back from a disk: nothing is shared, and the rest went through JSON. */
function written(point: ResumePoint): ResumePoint {
  const { state, vectors, progress, ...rest } = point;
  return {
    ...rest,
    state: {
      step: state.step,
      parameters: state.parameters.slice(),
      moments: state.moments.map((moment) => moment.slice()),
    },
    vectors: Object.fromEntries(Object.entries(vectors).map(([name, vector]) => [name, vector.slice()])),
    progress: JSON.parse(JSON.stringify(progress)) as PlainData,
  };
}

/** What a run tells from a round on, but for how many workers there are. */
function toldFrom(round: number, { events }: InProcessOutcome): unknown[] {
  return events.flatMap((event) =>
    "round" in event &&
    event.round >= round &&
    event.type !== "speculated" &&
    event.type !== "audit-disagreed"
      ? [{ ...event, workers: 0 }]
      : [],
  );
}

describe.each(Object.entries({ ...toyFeatures, ...furtherToyFeatures }))("a run that is %s", (_, feature) => {
  const definition = toyRun({ ...feature, ...everyRound });
  const straight = run(definition);
  const points = [...new Set(straight.checkpoints.map(({ point }) => point))];

  it("may be taken up between any two rounds: it tells, keeps and ends as if nothing had been", () => {
    expect(straight.result.outcome).toBe("completed");
    points.forEach((point, index) => {
      const resumed = run(definition, 1 + (index % 4), written(point));
      expect(resumed.result).toEqual(straight.result);
      expect(toldFrom(0, resumed)).toEqual(toldFrom(point.round, straight));
      // The one before the first step is kept for good, whatever it was that was found.
      expect(resumed.checkpoints).toEqual(
        straight.checkpoints.filter((later) => later.point.round > point.round || point.round === 0),
      );
      expect(resumed.bests.at(-1)).toEqual(straight.bests.at(-1));
    });
  });

  it("gives a point after every round", () => {
    const rounds = straight.events.flatMap((event) =>
      event.type === "step" || event.type === "evaluation-progress" ? [event.round] : [],
    );
    const taken = points.map(({ round }) => round);
    expect(taken[0]).toBe(0);
    expect(taken.slice(1, -1)).toEqual(rounds.slice(1));
    expect(taken.at(-1)).toBeGreaterThan(rounds.at(-1)!);
  });

  it("gives points that JSON keeps and that no later step changes", () => {
    const again = run(definition).checkpoints.map(({ point }) => written(point));
    const digests = new Map(
      straight.events.flatMap((event) => (event.type === "step" ? [[event.step, event.digest]] : [])),
    );
    for (const [index, { point }] of straight.checkpoints.entries()) {
      expect(JSON.parse(JSON.stringify(point.progress))).toEqual(point.progress);
      expect(point).toEqual(again[index]);
      const before = points.find(({ step }) => step === point.step)!;
      expect(point.state.moments).toEqual(before.state.moments);
      if (point.digest === before.digest && point.step > 0)
        expect(before.digest).toBe(digests.get(point.step));
    }
  });

  it("does the same with stops after every element or two", () => {
    for (const sliceLength of [1, 2]) {
      const sliced = run({ ...definition, sliceLength }, 2);
      expect(sliced.result).toEqual(straight.result);
      expect(toldFrom(0, sliced)).toEqual(toldFrom(0, straight));
      expect(sliced.checkpoints.map(({ point }) => point.state)).toEqual(
        straight.checkpoints.map(({ point }) => point.state),
      );
    }
  });
});

describe("checkpoints", () => {
  const keptBy = (checkpoints: RunDefinition["checkpoints"], change: Partial<RunDefinition> = {}): string[] =>
    run(toyRun({ ...change, ...(checkpoints ? { checkpoints } : {}) })).checkpoints.map(
      ({ keep, point }) => `${keep} ${point.step} ${point.round}`,
    );

  it("are none without a policy, and only the first of an empty one", () => {
    expect(keptBy(undefined)).toEqual([]);
    expect(keptBy({})).toEqual(["milestone 0 0"]);
  });

  it("come after so many steps, and once for each", () => {
    expect(keptBy({ everySteps: 2 })).toEqual(["milestone 0 0", "latest 2 2", "latest 4 5", "latest 6 7"]);
  });

  it("are kept for good after so many steps", () => {
    expect(keptBy({ everySteps: 2, milestoneSteps: 4 })).toEqual([
      ...["milestone 0 0", "latest 2 2", "milestone 4 5", "latest 6 7"],
    ]);
  });

  it("are kept where the measure is the best so far, also where another is due", () => {
    const best = { monitor: "val_loss", mode: "max" } as const;
    const shape = { ...toyShape, epochs: 4 };
    const { events } = run(toyRun({ shape }));
    let most = -Infinity;
    const expected = events.flatMap((event) => {
      if (event.type !== "epoch" || event.measures.val_loss! <= most) return [];
      most = event.measures.val_loss!;
      return [`best ${event.epoch * 3} ${event.epoch * 4}`];
    });
    expect(keptBy({ best }, { shape })).toEqual(["milestone 0 0", ...expected]);
    expect(keptBy({ best, milestoneSteps: 1 }, { shape }).filter((kept) => kept.startsWith("best"))).toEqual(
      expected,
    );
  });

  it("are none of what does not train", () => {
    for (const kind of ["evaluate", "predict"] as const)
      expect(keptBy({ everyMs: 0 }, { shape: { ...toyShape, kind } })).toEqual([]);
  });
});

describe("a resume point", () => {
  const definition = toyRun({
    ...toyFeatures["stopped early, best parameters restored"],
    ...everyRound,
  });
  const point = run(definition).checkpoints.find(({ point }) => point.round === 5)!.point;
  const stateful = toyRun({ ...toyFeatures.stateful, ...everyRound });
  const carrying = run(stateful).checkpoints.find(({ point }) => point.round === 3)!.point;

  const problemOf = (change: Partial<ResumePoint>, of = definition, from = point): string => {
    try {
      run(of, 1, { ...from, ...change });
    } catch (error) {
      if (error instanceof RangeError) return error.message;
      throw error;
    }
    return "none";
  };
  /** The plain data with one field changed, by its path. */
  const withField = (path: string, value: PlainData | undefined): PlainData => {
    const progress = JSON.parse(JSON.stringify(point.progress)) as Record<string, PlainData>;
    const names = path.split(".");
    const last = names.pop()!;
    let at = progress;
    for (const name of names) at = at[name] as Record<string, PlainData>;
    if (value === undefined) Reflect.deleteProperty(at, last);
    else at[last] = value;
    return progress;
  };

  it("is as it was taken", () => expect(problemOf({})).toBe("none"));

  it.each<[string, Partial<ResumePoint>]>([
    ["round: expected a whole number from 0 to 25, got 26", { round: 26 }],
    ["round: expected a whole number from 0 to 25, got -1", { round: -1 }],
    ["epoch: expected a whole number from 0 to 6, got 7", { epoch: 7 }],
    ["step: expected a whole number from 0 to Infinity, got 0.5", { step: 0.5 }],
    ["state.step: expected 4, got 3", { state: { ...point.state, step: 3 } }],
    [
      "state.parameters: expected 3 elements, got 2",
      { state: { ...point.state, parameters: new Float32Array(2) } },
    ],
    ["state.moments: expected 2, got 1", { state: { ...point.state, moments: [new Float32Array(3)] } }],
    [
      "state.moments.second_moment: expected 3 elements, got 4",
      { state: { ...point.state, moments: [new Float32Array(3), new Float32Array(4)] } },
    ],
    [`digest: expected ${point.digest} of these parameters, got abc`, { digest: "abc" }],
    ["vectors.best: expected 3 elements, got nothing", { vectors: {} }],
    ["vectors.other: no such vector is known", { vectors: { ...point.vectors, other: new Float32Array(3) } }],
    [
      "vectors.callbacks/0: expected 3 elements, got 1",
      { vectors: { ...point.vectors, "callbacks/0": new Float32Array(1) } },
    ],
  ])("is refused with the field: %s", (problem, change) => {
    expect(problemOf(change)).toBe(problem);
  });

  it.each<[string, string, PlainData | undefined]>([
    ["progress.version: expected 1, got 2", "version", 2],
    ["progress.machine: expected an object with fingerprint, dropped, quarantined, got 1", "machine", 1],
    ["progress.machine.fingerprint: expected a text, got 7", "machine.fingerprint", 7],
    [
      "progress.machine.dropped.stale: expected a whole number of at least 0, got -1",
      "machine.dropped.stale",
      -1,
    ],
    [
      "progress.machine.quarantined[0].reason: expected a text, got nothing",
      "machine.quarantined",
      [{ worker: "w" }],
    ],
    ["progress.other: expected no such field, got true", "other", true],
    ['progress.checkpoints.best: expected a number, got "one"', "checkpoints.best", "one"],
    ["progress.progress.epoch.sums: expected a list of 3, got one of 2", "progress.epoch.sums", [1, 2]],
    ["progress.progress.epoch.sums[1]: expected a number, got null", "progress.epoch.sums", [1, null, 3]],
    [
      "progress.progress.epoch.rows: expected a whole number of at least 0, got 1.5",
      "progress.epoch.rows",
      1.5,
    ],
    ["progress.progress.epochMs: expected a number, got nothing", "progress.epochMs", undefined],
    ["progress.progress.test: expected an object of numbers, got []", "progress.test", []],
    ["progress.progress.callbacks: expected a list of 2, got one of 1", "progress.callbacks", [{}]],
    [
      'progress.progress.callbacks[0].type: expected EarlyStopping, got "ModelCheckpoint"',
      "progress.callbacks.0.type",
      "ModelCheckpoint",
    ],
    [
      'progress.progress.callbacks[0].memory.wait: expected a whole number of at least 0, got "NaN"',
      "progress.callbacks.0.memory.wait",
      "NaN",
    ],
  ])("is refused with the field: %s", (problem, path, value) => {
    expect(problemOf({ progress: withField(path, value) })).toBe(problem);
  });

  it("is refused without the states that its next round carries on, and with such as nobody carries", () => {
    expect(problemOf({ vectors: {} }, stateful, carrying)).toBe(
      "vectors.carried_states: expected 12 elements, got nothing",
    );
    const plain = run(toyRun(everyRound)).checkpoints[1]!.point;
    expect(problemOf({ vectors: { carried_states: new Float32Array(12) } }, toyRun(everyRound), plain)).toBe(
      "vectors.carried_states: no such vector is known",
    );
  });

  it("is refused by what does not train", () => {
    const evaluating = { ...definition, shape: { ...definition.shape, kind: "evaluate" as const } };
    expect(problemOf({}, evaluating)).toBe("shape.kind: only training is resumed, got evaluate");
  });

  it("has the best parameters saved once more", () => {
    const straight = run(definition);
    const before = straight.bests.filter(({ epoch }) => epoch <= point.epoch);
    expect(run(definition, 1, point).bests).toEqual([
      before.at(-1),
      ...straight.bests.filter(({ epoch }) => epoch > point.epoch),
    ]);
  });

  it("with no round left ends the run at once", () => {
    const straight = run(definition);
    const last = straight.checkpoints.at(-1)!.point;
    expect(run(definition, 1, last)).toMatchObject({ result: straight.result, checkpoints: [] });
  });
});
