import { join } from "node:path";
import { openRunStore } from "@lockstep/run-store";
import { describe, expect, it } from "vitest";
import { epoch, finished, joined, numbered, progress, step, submitted } from "./testing/sample-events.js";
import { storeAt, temporaryFolder, temporaryStore } from "./testing/temporary-stores.js";

describe("RunStore", () => {
  it("gives back what was appended", async () => {
    const store = await temporaryStore();
    const events = numbered("r", 1, submitted, step(1), epoch(1), finished);
    await store.append(events.slice(0, 2));
    await store.append(events.slice(2));
    expect(await store.events("r", 0, 10)).toEqual(events);
    expect(await store.events("r", 1, 2)).toEqual(events.slice(1, 3));
    expect(await store.streamEvents("main", 3, 10)).toEqual(events.slice(3));
    expect(await store.events("other", 0, 10)).toEqual([]);
    expect(await store.nextSequence()).toBe(5);
  });

  it("counts progress of evaluations and does not keep it", async () => {
    const store = await temporaryStore();
    await store.append(numbered("r", 1, submitted, progress, step(1), progress));
    expect(await store.events("r", 0, 10)).toMatchObject([{ sequence: 1 }, { sequence: 3 }]);
    expect(await store.nextSequence()).toBe(5);
  });

  it("keeps what a run's events add up to", async () => {
    const store = await temporaryStore();
    await store.append(numbered("r", 1, submitted, step(1)));
    await store.append(numbered("r", 3, step(2), epoch(1)));
    expect(await store.run("r")).toMatchObject({
      stream: "main",
      snapshot: {
        runId: "r",
        name: "n",
        state: "running",
        submittedMs: 1001,
        step: 2,
        digest: "digest-2",
        history: [],
      },
    });
    await store.append(numbered("r", 5, finished));
    expect((await store.run("r"))?.snapshot.state).toBe("completed");
    expect(await store.run("other")).toBeUndefined();
  });

  it("lists runs by what is asked, the newest first", async () => {
    const store = await temporaryStore();
    await store.append(numbered("a", 1, submitted, finished));
    await store.append(numbered("b", 3, { ...submitted, kind: "predict" } as typeof submitted));
    await store.append(numbered("c", 4, submitted));
    const ids = async (...filter: Parameters<typeof store.runs>) =>
      (await store.runs(...filter)).map(({ snapshot }) => snapshot.runId);
    expect(await ids({}, 10)).toEqual(["c", "b", "a"]);
    expect(await ids({}, 2)).toEqual(["c", "b"]);
    expect(await ids({ states: ["queued", "running"] }, 10)).toEqual(["c", "b"]);
    expect(await ids({ kind: "train", states: ["queued"] }, 10)).toEqual(["c"]);
    expect(await ids({ stream: "other" }, 10)).toEqual([]);
    await expect(store.runs({}, 10_001)).rejects.toThrow(
      "limit: expected a whole number from 0 to 10000, got 10001",
    );
  });

  it("gives steps by their numbers, more than one reading has, and the newest epochs", async () => {
    const store = await temporaryStore();
    const steps = Array.from({ length: 2500 }, (_, index) => step(index + 1));
    await store.append(numbered("r", 1, submitted, ...steps, epoch(1), epoch(2), epoch(3)));
    const read = await store.steps("r", 3, 2400);
    expect(read.map((event) => event.step)).toEqual(Array.from({ length: 2398 }, (_, index) => index + 3));
    expect(read[0]).toMatchObject({
      digest: "digest-3",
      measures: { loss: 1 / 3 },
      gradientNorms: { dense: 1e-30 },
    });
    expect(await store.steps("r", 2501, 3000)).toEqual([]);
    expect((await store.epochs("r", 2)).map((event) => event.epoch)).toEqual([2, 3]);
    expect((await store.epochs("r", 2, 2)).map((event) => event.epoch)).toEqual([1]);
  });

  it("says how far a run was told of, by what its rounds committed", async () => {
    const store = await temporaryStore();
    expect(await store.told("r")).toEqual({ round: -1, steps: 0, sequence: 0 });
    const speculated = {
      type: "speculated",
      workerId: "w",
      straggler: "v",
      round: 9,
      microBatches: 1,
    } as const;
    await store.append(numbered("r", 1, submitted, step(1), step(2), speculated, progress));
    expect(await store.told("r")).toEqual({ round: 1, steps: 2, sequence: 4 });
    await store.append(numbered("r", 6, { ...epoch(1), round: 5 } as ReturnType<typeof epoch>));
    expect(await store.told("r")).toEqual({ round: 5, steps: 2, sequence: 6 });
  });

  it("says who computed the first step of a run, over all its starts", async () => {
    const store = await temporaryStore();
    const started = (fingerprint: string) => ({ type: "run-started", workers: 1, fingerprint }) as const;
    await store.append(numbered("r", 1, submitted, started("tensorflow"), started("wasm")));
    expect(await store.told("r")).toEqual({ round: -1, steps: 0, sequence: 3 });
    await store.append(numbered("r", 4, step(1), started("other"), step(2)));
    expect(await store.told("r")).toMatchObject({ steps: 2, fingerprint: "wasm" });
  });

  it("knows who was there", async () => {
    const store = await temporaryStore();
    await store.append(numbered("", 1, joined("w"), joined("v")));
    await store.append(
      numbered("", 3, { type: "worker-left", workerId: "w", reason: "", returnedMicroBatches: 0 }),
    );
    expect(await store.workers()).toMatchObject([{ workerId: "v", state: "live" }]);
    expect(await store.streamEvents("main", 0, 10)).toMatchObject([
      { runId: "" },
      { runId: "" },
      { runId: "" },
    ]);
  });

  it.each([
    [
      "a step a second time, equal as it is",
      numbered("r", 4, submitted, step(1)),
      'event 5: step 1 of run "r" is there already',
    ],
    [
      "an epoch a second time",
      numbered("r", 4, step(2), epoch(1)),
      'event 5: epoch 1 of run "r" is there already',
    ],
    [
      "a number that is there",
      numbered("r", 3, step(2)),
      "sequence: expected 4, which follows the last event of the stream, got 3",
    ],
    ["a number that leaves a gap", numbered("r", 5, step(2)), "sequence: expected 4, "],
    [
      "a run that was not submitted",
      numbered("s", 4, step(1)),
      'event 4 (step): expected a run that was submitted, got run "s"',
    ],
  ])("refuses %s, and all that comes with it", async (_, events, message) => {
    const store = await temporaryStore();
    await store.append(numbered("r", 1, submitted, step(1), epoch(1)));
    const before = await store.run("r");
    const error: unknown = await store.append(events).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "RunStoreError", code: "STORE_CONFLICT" });
    expect((error as Error).message).toContain(`${store.path}: ${message}`);
    expect(await store.events("r", 3, 10)).toEqual([]);
    expect([await store.run("r"), await store.nextSequence()]).toEqual([before, 4]);
    await store.append(numbered("r", 4, step(2)));
    expect(await store.told("r")).toMatchObject({ steps: 2 });
  });

  it("goes on after it was closed and opened again", async () => {
    const path = join(temporaryFolder(), "deep", "er", "lockstep.db");
    const first = await openRunStore({ path, stream: "main" });
    await first.append(numbered("r", 1, submitted, step(1), progress));
    await first.close();
    await expect(first.nextSequence()).rejects.toMatchObject({ code: "STORE_CLOSED" });
    const again = await storeAt(path, "main");
    expect(await again.nextSequence()).toBe(4);
    await again.append(numbered("r", 4, step(2)));
    expect((await again.steps("r", 1, 9)).map((event) => event.step)).toEqual([1, 2]);
  });

  it("starts a new stream above all numbers, so that a run that moves has its events in order", async () => {
    const path = join(temporaryFolder(), "lockstep.db");
    const first = await storeAt(path, "first");
    await first.append(numbered("r", 1, submitted, step(1)));
    const second = await storeAt(path, "second");
    expect(await second.nextSequence()).toBe(3);
    await second.saveRun((await second.run("r"))!.snapshot);
    expect(await second.run("r")).toMatchObject({ stream: "second", snapshot: { step: 1 } });
    await second.append(numbered("r", 3, step(2)));
    expect((await second.events("r", 0, 10)).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(await second.streamEvents("first", 0, 10)).toHaveLength(2);
    expect((await first.runs({ stream: "first" }, 10)).length).toBe(0);
  });

  it("reads without a stream, and only reads", async () => {
    const path = join(temporaryFolder(), "lockstep.db");
    await expect(openRunStore({ path })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: `${path}: there is no database`,
    });
    const store = await storeAt(path, "main");
    await store.append(numbered("r", 1, submitted, step(1)));
    const reader = await storeAt(path);
    expect(await reader.steps("r", 1, 1)).toHaveLength(1);
    await expect(reader.append(numbered("r", 3, step(2)))).rejects.toThrow("without a stream, to read only");
  });
});
