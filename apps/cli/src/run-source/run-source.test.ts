import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InterruptedRun } from "@lockstep/coordinator";
import { parseJobValue } from "@lockstep/job";
import { openRunStore } from "@lockstep/run-store";
import type { RunEvent, RunEventBody } from "@lockstep/telemetry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finished, started, step, submitted } from "../testing/sample-events.js";
import { interruptedRun } from "./interrupted-run.js";
import { matchRun } from "./match-run.js";
import { recordedSteps } from "./recorded-steps.js";
import { findRun, runsOfFolder, useHistory } from "./run-history.js";

const dataDir = mkdtempSync(join(tmpdir(), "lockstep-history-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

/** A history with a run that is over, and one that goes on. */
beforeAll(async () => {
  const store = await openRunStore({ path: join(dataDir, "lockstep.sqlite"), stream: "main" });
  const first = await store.nextSequence();
  const told: readonly [string, RunEventBody][] = [
    ...[submitted(), started(), step(1), step(2), finished()].map((event): [string, RunEventBody] => [
      "done-1",
      event,
    ]),
    ...[submitted(), started()].map((event): [string, RunEventBody] => ["open-1", event]),
  ];
  await store.append(
    told.map(([runId, event], index): RunEvent => ({
      ...event,
      runId,
      sequence: first + index,
      time: index,
    })),
  );
  await store.close();
});

describe("matchRun", () => {
  const ids = ["digits-1", "digits-12", "waves-1"];

  it.each([
    ["digits-1", "digits-1"],
    ["w", "waves-1"],
    ["x", undefined],
  ])("takes %s for %s", (typed, id) => expect(matchRun(typed, ids, "d")).toBe(id));

  it("refuses what several begin with, and names them", () => {
    expect(() => matchRun("digits", ids, "d")).toThrow("several in d begin: digits-1, digits-12");
    const many = Array.from({ length: 8 }, (_, index) => `r${index}`);
    expect(() => matchRun("r", many, "d")).toThrow("r0, r1, r2, r3, r4, and 3 more");
  });
});

describe("the history of a data folder", () => {
  it("finds a run by the beginning of its id", async () => {
    const found = await useHistory(dataDir, "/", (history) => findRun("don", history));
    expect(found).toMatchObject({ runId: "done-1", state: "completed" });
  });

  it("says what there is where it has no such run", async () => {
    const finding = useHistory(dataDir, "/", (history) => findRun("nope", history));
    await expect(finding).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^run: expected the id of a run in .*got "nope"; there: .*done-1/,
      ) as unknown,
    });
  });

  it("must be there", async () => {
    await expect(runsOfFolder("nowhere", dataDir)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(
        "--data-dir nowhere: expected a folder that runs are kept in",
      ) as unknown,
    });
  });

  it("lists runs as a coordinator would", async () => {
    const runs = await runsOfFolder(dataDir, "/");
    expect(runs.map(({ runId, state }) => `${runId} ${state}`).sort()).toEqual([
      "done-1 completed",
      "open-1 interrupted",
    ]);
  });

  it("gives a run's steps", async () => {
    await useHistory(dataDir, "/", async ({ store }) => {
      const steps = [];
      for await (const { step } of recordedSteps(store, "done-1", { from: 2, to: 2000 })) steps.push(step);
      expect(steps).toEqual([2]);
    });
  });
});

describe("interruptedRun", () => {
  const jobOf = (units: number) =>
    parseJobValue({
      data: { train: { random: { sequences: 4, timeSteps: 2, features: 1 } } },
      model: { layers: [{ type: "Dense", units }] },
      loss: "mean_squared_error",
    });
  const interrupted = (runId: string, job?: unknown) =>
    ({ snapshot: { runId, step: 3, totalSteps: 9 }, ...(job ? { job } : {}) }) as InterruptedRun;
  const kept: unknown = JSON.parse(JSON.stringify(jobOf(2)));
  const found = [interrupted("evaluation"), interrupted("new", jobOf(1)), interrupted("old", kept)];
  const find = async (wanted: Parameters<typeof interruptedRun>[2], runs = found) => {
    const { snapshot } = await interruptedRun(dataDir, "/", wanted, () => Promise.resolve(runs));
    return snapshot.runId;
  };

  it("is the newest training, the newest of a job, or the one that is named", async () => {
    expect(await find({})).toBe("new");
    expect(await find({ job: jobOf(2) })).toBe("old");
    expect(await find({ run: "ol" })).toBe("old");
  });

  it.each<[string, Parameters<typeof interruptedRun>[2], string]>([
    [
      "of that job",
      { job: jobOf(3) },
      "no run of this job was interrupted. 2 interrupted runs can be resumed:\n  new  step 3 of 9",
    ],
    ["that is over", { run: "done" }, "expected a training that was interrupted; done-1 is completed"],
    ["of somebody", { run: "open" }, "open-1 is in the hands of another process"],
    ["that is known", { run: "nope" }, 'got "nope"'],
  ])("refuses where there is none %s", async (_, wanted, text) => {
    await expect(find(wanted)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(text) as unknown,
    });
  });

  it("says why nobody can go on with a run, and passes it over where it is not named", async () => {
    const lost = { ...interrupted("lost"), problem: "/d/runs/lost/run.json: expected JSON" };
    expect(await find({}, [lost, ...found])).toBe("new");
    await expect(find({ run: "lo" }, [lost, ...found])).rejects.toMatchObject({
      exitCode: 2,
      message: "--resume: run lost cannot be gone on with: /d/runs/lost/run.json: expected JSON",
    });
  });

  it("says so where nothing was interrupted", async () => {
    await expect(find({}, [])).rejects.toThrow(`--resume: in ${dataDir} no run was interrupted`);
  });
});
