import { CheckpointError, CheckpointFolder } from "@lockstep/checkpoint";
import { runInProcess } from "@lockstep/training-run";
import { beforeAll, describe, expect, it } from "vitest";
import { DurableRun } from "./durable-run.js";
import { Life } from "./testing/life.js";
import { MemoryDisk } from "./testing/memory-disk.js";
import { quickFolder, SlowFolder } from "./testing/slow-folder.js";
import { identity, smallRun, toyCompute } from "./testing/small-run.js";
import { isOfCommit, TestSink } from "./testing/test-sink.js";

const undisturbed = runInProcess(smallRun(), toyCompute());
/** What a run's commits tell, without times. */
const toldOf = (events: typeof undisturbed.events): object[] =>
  events.flatMap((event) => (isOfCommit(event) ? [{ ...event, durationMs: 0, workers: 1 }] : []));
const expected = toldOf(undisturbed.events);

/** Every write that is begun ends well, and those that come after it. */
async function writeAll(life: Life, folder: SlowFolder): Promise<void> {
  for (const write of folder.writes) {
    write.succeed();
    await life.settle();
  }
}

const noRoom = new CheckpointError(
  "CHECKPOINT_NO_SPACE",
  "run/step-4: cannot be written: ENOSPC: no space left",
);

describe("events", () => {
  it("of a commit come to the sink as one group, all of them, once", async () => {
    const life = new Life({ folder: quickFolder });
    life.join();
    await life.finish();
    expect(toldOf(life.sink.events)).toEqual(expected);
    const groups = life.sink.groups.map((group) => group.filter(isOfCommit).map(({ type }) => type));
    expect(groups.filter((types) => types.includes("epoch"))).toEqual(Array(4).fill(["epoch"]));
    for (const group of life.sink.groups) {
      const rounds = new Set(group.flatMap((event) => (isOfCommit(event) ? [event.round] : [])));
      expect(rounds.size).toBeLessThanOrEqual(1);
    }
  });

  it("are in the sink before anybody hears of the run's end", () => {
    const life = new Life();
    life.join();
    let testedBefore = 0;
    while (!life.result) {
      testedBefore = life.sink.of("tested").length;
      life.answer();
    }
    expect([testedBefore, life.sink.of("tested").length]).toEqual([0, 1]);
    expect(life.result).toMatchObject({ outcome: "completed", digest: undisturbed.result.digest });
  });

  it("of before go to the sink where a run is ended from outside", () => {
    const sink = new TestSink();
    const life = new Life({ sink });
    const commands = life.run.handle({
      ...{ type: "worker-joined", worker: "one", incarnation: 1, slots: 1 },
      ...{ backend: "toy", fingerprint: "f", credit: 1, time: 0 },
    });
    commands.next();
    expect(life.run.fail("the data are gone")).toMatchObject({
      outcome: "failed",
      reason: "the data are gone",
    });
    expect(sink.of("run-started")).toHaveLength(1);
  });
});

describe("checkpoints", () => {
  it("are begun when all that was told before is on disk, and told of when they are there", async () => {
    const log: string[] = [];
    const folder = new SlowFolder(log);
    const life = new Life({ sink: new TestSink(log), folder });
    life.join();
    expect(log.at(-1)).toMatch(/^append .*run-started$/);
    await life.settle();
    expect(log.slice(-2)).toEqual(["flushed", "write milestone-0"]);
    life.time = 40;
    folder.last.succeed();
    await life.settle();
    expect(life.sink.of("checkpoint-saved")).toEqual([
      {
        ...{ type: "checkpoint-saved", step: 0, round: 0 },
        ...{ file: "checkpoints/milestone-0", bytes: 10, durationMs: 40 },
      },
    ]);
  });

  it("are not begun before: a step that is not on disk is in none", async () => {
    const sink = new TestSink();
    const life = new Life({ sink, folder: quickFolder });
    sink.flushed = () => new Promise(() => undefined);
    life.join();
    for (let answers = 0; answers < 6; answers++) life.answer();
    await life.settle();
    expect(sink.of("step").length).toBeGreaterThan(2);
    expect(sink.of("checkpoint-saved")).toEqual([]);
  });

  it("are written one at a time, of those that wait only the newest", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    await life.until(() => life.digests.length === 9);
    expect(folder.names).toEqual(["milestone-0"]);
    folder.last.succeed();
    await life.settle();
    expect(folder.names).toEqual(["milestone-0", "latest-8"]);
  });

  it("are all written that are kept for good, the best, or asked for", async () => {
    const folder = new SlowFolder();
    const best = { monitor: "val_loss", mode: "min" } as const;
    const life = new Life({ folder, definition: smallRun({ everySteps: 1, milestoneSteps: 4, best }) });
    life.join();
    await life.until(() => life.digests.length === 1);
    life.say({ type: "checkpoint" });
    await life.until(() => life.digests.length === 6);
    await writeAll(life, folder);
    expect(folder.names).toEqual(["milestone-0", "latest-2", "best-3", "milestone-4", "latest-6"]);
  });

  it("do not wait in any number: the run stands still until they are written", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder, definition: smallRun({ milestoneSteps: 1 }) });
    life.join();
    while (life.answer()) await life.settle();
    expect(life.run.state).toBe("paused");
    expect(life.sink.of("run-paused")).toMatchObject([
      { cause: "storage", reason: expect.stringMatching(/^5 checkpoints wait to be written/) as string },
    ]);
    expect(life.digests.length).toBeLessThan(8);
    await writeAll(life, folder);
    expect(life.sink.of("run-continued")).toHaveLength(1);
    expect(life.run.state).toBe("running");
  });

  it("warn of what could not be removed", async () => {
    const trouble = new CheckpointError("CHECKPOINT_UNWRITABLE", "step-0 cannot be removed");
    const write = () => Promise.resolve({ file: "f", bytes: 1, troubles: [trouble] });
    const life = new Life({ folder: { write } });
    life.join();
    await life.settle();
    expect(life.warnings).toEqual([trouble]);
  });
});

describe("what cannot be written", () => {
  it("has the run stand still, say why, try again every second, and lose nothing", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    await life.settle();
    folder.last.succeed();
    await life.until(() => folder.names.at(-1) === "latest-2");
    folder.last.fail(noRoom);
    await life.settle();
    while (life.answer()) await life.settle();
    expect(life.run.state).toBe("paused");
    expect(life.sink.of("run-paused")).toMatchObject([{ cause: "storage", reason: noRoom.message }]);
    const attempts = folder.writes.length;
    for (const time of [250, 500, 999]) await life.tick(time);
    expect(folder.writes).toHaveLength(attempts);
    await life.tick(1000);
    expect(folder.writes).toHaveLength(attempts + 1);
    // The one that was made when the run came to a stand took the place of the one that failed.
    expect(folder.names.at(-1)).toBe(`latest-${life.digests.length}`);
    folder.last.fail(noRoom);
    await life.settle();
    await life.tick(1999);
    expect(folder.writes).toHaveLength(attempts + 1);
    await life.tick(2000);
    folder.last.succeed();
    await life.settle();
    expect(life.sink.of("run-continued")).toHaveLength(1);
    folder.write = quickFolder.write;
    await life.finish();
    expect(life.sink.of("run-paused")).toHaveLength(1);
    expect(toldOf(life.sink.events)).toEqual(expected);
  });

  it("may be the events: no checkpoint is written then", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.sink.trouble = new Error("lockstep.sqlite: no room");
    life.join();
    await life.settle();
    while (life.answer()) await life.settle();
    expect(folder.writes).toEqual([]);
    expect(life.sink.of("run-paused")).toMatchObject([
      { cause: "storage", reason: "lockstep.sqlite: no room" },
    ]);
    life.sink.trouble = undefined;
    await life.tick(1000);
    expect(folder.names).toEqual(["milestone-0"]);
  });

  it("has the run wait until every cause is settled, and pauses of users are their own", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    await life.settle();
    life.run.storage("events", "the history is full");
    expect(life.wakes).toBe(1);
    folder.last.fail(noRoom);
    await life.settle();
    while (life.answer()) await life.settle();
    expect(life.run.state).toBe("paused");
    await life.tick(1000);
    await writeAll(life, folder);
    expect(life.run.state).toBe("paused");
    life.say({ type: "pause", cause: "user", reason: "asked" });
    life.run.storage("events", undefined);
    await life.settle();
    expect(life.run.state).toBe("paused");
    life.say({ type: "continue", cause: "user" });
    expect(life.run.state).toBe("running");
  });

  it("does not keep a user's stop from ending the run", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    await life.settle();
    folder.last.fail(noRoom);
    await life.settle();
    while (life.answer()) await life.settle();
    life.say({ type: "stop", reason: "asked" });
    expect(life.result).toMatchObject({ outcome: "stopped" });
  });

  it.each([
    new CheckpointError("CHECKPOINT_TOO_LARGE", "expected at most 9 bytes, got 10"),
    new CheckpointError("CHECKPOINT_INVALID", "the parameters changed"),
    new TypeError("undefined is not a function"),
  ])("fails the run where no attempt will help: $message", async (error) => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    const asked = life.run.askForCheckpoint().catch((reason: unknown) => reason);
    await life.settle();
    folder.last.fail(error);
    await life.settle();
    expect(life.result).toMatchObject({ outcome: "failed", reason: error.message });
    expect(await asked).toBeInstanceOf(Error);
  });
});

describe("a checkpoint that is asked for", () => {
  it("is written after the current step; all who asked hear its step and file", async () => {
    const life = new Life({ folder: quickFolder, definition: smallRun({}) });
    life.join();
    await life.until(() => life.digests.length === 3);
    const both = Promise.all([life.run.askForCheckpoint(), life.run.askForCheckpoint()]);
    await life.settle();
    await life.until(() => life.digests.length === 4);
    const saved = { step: life.sink.of("checkpoint-saved").at(-1)?.step, file: "checkpoints/latest-3" };
    expect(await both).toEqual([saved, saved]);
    expect(life.sink.of("checkpoint-saved").map(({ step }) => step)).toEqual([0, 3]);
  });

  it("is written at once while the run stands still, once for all who ask", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.say({ type: "pause", cause: "user", reason: "asked" });
    const asked = life.run.askForCheckpoint();
    await life.settle();
    const again = life.run.askForCheckpoint();
    await life.settle();
    await writeAll(life, folder);
    expect(await asked).toEqual({ step: 0, file: "checkpoints/latest-0" });
    expect(await again).toEqual({ step: 0, file: "checkpoints/latest-0" });
    expect(folder.writes.length).toBeLessThanOrEqual(2);
  });

  it("is not in the place of a newer one that waits", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder, definition: smallRun({ everySteps: 1 }) });
    life.join();
    await life.until(() => life.digests.length === 1);
    const asked = life.run.askForCheckpoint();
    await life.settle();
    await life.until(() => life.digests.length === 4);
    await writeAll(life, folder);
    expect((await asked).step).toBe(2);
    expect(folder.names).toEqual(["milestone-0", "latest-2", "latest-4"]);
  });

  it("is refused where it will not come", async () => {
    const without = new Life();
    await expect(without.run.askForCheckpoint()).rejects.toThrow("the run writes none");
    const ended = new Life({ folder: quickFolder });
    ended.join();
    const asked = ended.run.askForCheckpoint();
    asked.catch(() => undefined);
    ended.run.fail("gone");
    await expect(asked).rejects.toThrow("the run has ended before");
    await expect(ended.run.askForCheckpoint()).rejects.toThrow("the run has ended before");
    const crowded = new Life({ folder: quickFolder });
    const all = Array.from({ length: 101 }, () => crowded.run.askForCheckpoint());
    for (const one of all) one.catch(() => undefined);
    await expect(all[100]).rejects.toThrow("100 ask already");
  });
});

describe("the end of a process", () => {
  it("waits for what is being written, and has what waits written", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    await life.until(() => life.digests.length === 3);
    let isSettled = false;
    const settled = life.run.settled().then((problems) => {
      isSettled = true;
      return problems;
    });
    await life.settle();
    expect(isSettled).toBe(false);
    folder.last.succeed();
    await life.settle();
    expect(folder.names).toEqual(["milestone-0", "latest-2"]);
    expect(isSettled).toBe(false);
    folder.last.succeed();
    expect(await settled).toEqual([]);
    expect(life.sink.of("checkpoint-saved").map(({ step }) => step)).toEqual([0, 2]);
  });

  it("tries once more what failed, and says what is not written", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    await life.settle();
    folder.last.fail(noRoom);
    await life.settle();
    const settled = life.run.settled();
    await life.settle();
    expect(folder.names).toEqual(["milestone-0", "milestone-0"]);
    folder.last.fail(noRoom);
    expect(await settled).toEqual([`the checkpoint of step 0: ${noRoom.message}`]);
  });

  it("of a run leaves out what only a run that goes on needs", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    await life.finish();
    folder.last.succeed();
    expect(await life.run.settled()).toEqual([]);
    expect(folder.names).toEqual(["milestone-0"]);
  });

  it("may leave everything as it is: nothing more is begun, or told", async () => {
    const folder = new SlowFolder();
    const life = new Life({ folder });
    life.join();
    await life.until(() => life.digests.length === 3);
    const asked = life.run.askForCheckpoint();
    asked.catch(() => undefined);
    const told = life.sink.groups.length;
    const { wakes } = life;
    life.run.abandon();
    const settled = life.run.settled();
    folder.last.succeed();
    expect(await settled).toEqual([]);
    await expect(asked).rejects.toThrow("no checkpoint");
    expect(folder.names).toEqual(["milestone-0"]);
    expect(life.sink.groups).toHaveLength(told);
    expect(life.wakes).toBe(wakes);
  });
});

describe("a run that is taken up again", () => {
  const folder = "run/checkpoints";
  /** Commands of an undisturbed life, so that a kill can come at each of its answers. */
  let answers = 0;

  beforeAll(async () => {
    const life = new Life({ folder: quickFolder });
    life.join();
    while (!life.result) {
      life.answer();
      answers++;
    }
    await life.settle();
  });

  async function nextLife(
    disk: MemoryDisk,
    sink: TestSink,
    options: { compute?: ReturnType<typeof toyCompute> } = {},
  ): Promise<Life> {
    const checkpoints = await CheckpointFolder.open(folder, { disk });
    const { told } = sink;
    const newest = await checkpoints.newest(identity, told.steps);
    const life = new Life({ sink, folder: checkpoints, recovery: { newest, told }, ...options });
    life.join();
    return life;
  }

  /** A life that is killed after so many answers. */
  async function killed(disk: MemoryDisk, sink: TestSink, after: number, lost = 0): Promise<void> {
    const life = new Life({ sink, folder: await CheckpointFolder.open(folder, { disk }) });
    life.join();
    for (let answered = 0; answered < after; answered++) {
      life.answer();
      await life.settle();
    }
    life.run.abandon();
    await life.run.settled();
    sink.crash(lost);
  }

  it.each([0, 1, 1000])(
    "after any answer, with %i groups of events lost, ends with the same bits, and has told all once",
    async (lost) => {
      for (let after = 0; after < answers; after++) {
        const disk = new MemoryDisk();
        const sink = new TestSink();
        await killed(disk, sink, after, lost);
        const before = sink.told;
        const life = await nextLife(disk, sink);
        await life.finish();
        expect(toldOf(sink.events)).toEqual(expected);
        const recovered = sink.of("run-recovered")[0];
        expect(recovered?.toldSteps).toBe(before.steps);
        if (lost === 0) expect(before.steps - (recovered?.step ?? NaN)).toBeLessThanOrEqual(2);
        expect(life.result).toMatchObject({ outcome: "completed", digest: undisturbed.result.digest });
      }
    },
  );

  it("after many kills as well", async () => {
    const disk = new MemoryDisk();
    const sink = new TestSink();
    await killed(disk, sink, 2);
    for (let kill = 0; ; kill++) {
      const life = await nextLife(disk, sink);
      for (let answered = 0; answered < 2 + (kill % 4) && !life.result; answered++) {
        life.answer();
        await life.settle();
      }
      life.run.abandon();
      await life.run.settled();
      if (life.result) break;
      sink.crash(kill % 3);
      expect(kill).toBeLessThan(100);
    }
    expect(toldOf(sink.events)).toEqual(expected);
  });

  it("says where it goes on, and what was damaged", async () => {
    const disk = new MemoryDisk();
    const sink = new TestSink();
    await killed(disk, sink, answers - 3);
    const names = [...disk.files.keys()].sort();
    const path = `${folder}/step-10.safetensors`;
    expect(names).toContain(path);
    const bytes = disk.files.get(path)?.slice() ?? new Uint8Array();
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    disk.files.set(path, bytes);
    disk.files.delete(`${folder}/step-12.safetensors`);
    const life = await nextLife(disk, sink);
    const last = sink.groups.findLast((group) => group.some(({ type }) => type === "run-recovered"));
    expect(last).toEqual([
      {
        type: "checkpoint-damaged",
        file: "checkpoints/step-10.safetensors",
        reason: expect.stringMatching(/step-10.safetensors: damaged/) as string,
      },
      {
        type: "run-recovered",
        step: 8,
        toldSteps: sink.told.steps,
        checkpoint: "checkpoints/step-8.safetensors",
      },
    ]);
    await life.finish();
    expect(toldOf(sink.events)).toEqual(expected);
    expect(disk.files.get(path)).toEqual(bytes);
  });

  it("begins anew where no checkpoint is valid, and tells nothing twice", async () => {
    const disk = new MemoryDisk();
    const sink = new TestSink();
    await killed(disk, sink, 9);
    for (const path of disk.files.keys()) disk.files.set(path, new Uint8Array());
    const life = await nextLife(disk, sink);
    expect(sink.of("run-recovered")).toEqual([
      { type: "run-recovered", step: 0, toldSteps: sink.told.steps },
    ]);
    await life.finish();
    expect(toldOf(sink.events)).toEqual(expected);
  });

  it("fails, and says so, where a step that was told comes out otherwise", async () => {
    const disk = new MemoryDisk();
    const sink = new TestSink();
    await killed(disk, sink, 6);
    const { told } = sink;
    disk.files.clear();
    const life = await nextLife(disk, sink, { compute: toyCompute(1) });
    await life.finish();
    expect(life.result?.outcome).toBe("failed");
    // Adam's first step has the size of the learning rate, whatever the gradient.
    expect(life.result?.reason).toMatch(
      /^step [12]: expected parameters of digest [0-9a-f]{64}, as they were told of before, got [0-9a-f]{64}: the data, the library/,
    );
    expect(sink.told.steps).toBe(told.steps);
    expect([...disk.files.keys()]).toEqual([`${folder}/milestone-0.safetensors`]);
  });

  it("fails where the history lacks a step that it must have", async () => {
    const disk = new MemoryDisk();
    const sink = new TestSink();
    await killed(disk, sink, 6);
    disk.files.clear();
    const told = { ...sink.told, digestOf: () => undefined };
    const life = new Life({ sink, recovery: { told } });
    life.join();
    await life.finish();
    expect(life.result?.reason).toMatch(
      /^step 1: expected a digest in the history, as later steps are there, got none/,
    );
  });

  it("does not begin with a checkpoint whose progress is another's", () => {
    const { checkpoints } = undisturbed;
    const point = checkpoints.at(-1)?.point;
    if (!point) throw new Error("the run had no checkpoint");
    const newest = { checkpoint: { ...point, progress: { cursor: 3 } }, file: "f", damaged: [] };
    const recovery = { newest, told: new TestSink().told };
    const options = { runId: "small", definition: smallRun(), identity, events: new TestSink(), recovery };
    expect(() => new DurableRun({ ...options, now: () => 0, wake: () => undefined })).toThrow(RangeError);
  });
});
