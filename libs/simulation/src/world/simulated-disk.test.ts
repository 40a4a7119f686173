import { beforeEach, describe, expect, it } from "vitest";
import { Random } from "../random.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { Timeline, type Process } from "./timeline.js";

const bytes = Uint8Array.from({ length: 2000 }, (_, index) => 1 + (index % 200));

describe("SimulatedDisk", () => {
  let timeline: Timeline;
  let disk: SimulatedDisk;
  let owner: Process;

  function useNewDisk(seed: number): void {
    disk = new SimulatedDisk(timeline, new Random(seed, "disk"), {
      settled: () => undefined,
      writing: () => undefined,
    });
  }

  beforeEach(() => {
    timeline = new Timeline();
    useNewDisk(100);
    owner = { name: "owner", alive: true, pausedUntil: 0 };
  });

  /** Lets simulated time go on until the promise is settled. */
  async function done<T>(promise: Promise<T>): Promise<T> {
    while (timeline.step());
    return promise;
  }

  async function written(path: string, how: { flush: boolean; flushFolder: boolean }): Promise<void> {
    const own = disk.of(owner);
    await done(own.write(path, bytes));
    if (how.flush) await done(own.flush(path));
    if (how.flushFolder) await done(own.flushFolder("folder"));
  }

  /** What many crashes leave of a file that is written so. */
  async function fates(how: { flush: boolean; flushFolder: boolean }): Promise<Set<string>> {
    const found = new Set<string>();
    for (let turn = 0; turn < 60; turn++) {
      useNewDisk(turn);
      await written("folder/file", how);
      disk.crash();
      const left = disk.files.get("folder/file")?.seen;
      if (!left) found.add("lost");
      else found.add(Buffer.compare(left, bytes) === 0 ? "whole" : "torn");
    }
    useNewDisk(100);
    return found;
  }

  it("keeps what was flushed with its name", async () => {
    expect(await fates({ flush: true, flushFolder: true })).toEqual(new Set(["whole"]));
    await written("folder/file", { flush: true, flushFolder: true });
    expect(disk.weaknessOf("folder/file")).toBeUndefined();
  });

  it("may lose a name that was not flushed", async () => {
    expect(await fates({ flush: true, flushFolder: false })).toEqual(new Set(["whole", "lost"]));
    await written("folder/file", { flush: true, flushFolder: false });
    expect(disk.weaknessOf("folder/file")).toBe("its name is not flushed");
  });

  it("may tear contents that were not flushed", async () => {
    expect(await fates({ flush: false, flushFolder: true })).toEqual(new Set(["whole", "torn"]));
    await written("folder/file", { flush: false, flushFolder: true });
    expect(disk.weaknessOf("folder/file")).toBe("its contents are not flushed");
  });

  it("answers flushes that it does not carry out, while it lies", async () => {
    disk.trouble.lyingUntil = Infinity;
    expect(disk.weaknessOf("folder/file")).toBe("it is not there");
    await written("folder/file", { flush: true, flushFolder: true });
    // It is not the writer's fault, and not safe.
    expect(disk.weaknessOf("folder/file")).toBeUndefined();
    disk.crash();
    expect(disk.files.get("folder/file")?.seen).not.toEqual(bytes);
  });

  it("gives a renamed file its other name or none of it", async () => {
    await written("folder/.temporary", { flush: true, flushFolder: true });
    await done(disk.of(owner).rename("folder/.temporary", "folder/file"));
    disk.crash();
    expect([["folder/.temporary"], ["folder/file"]]).toContainEqual([...disk.files.keys()]);
  });

  it("has no room while it is full: an error of the system, and a part of the file", async () => {
    disk.trouble.fullUntil = Infinity;
    const failure = done(disk.of(owner).write("folder/file", bytes));
    await expect(failure).rejects.toMatchObject({ code: "ENOSPC" });
    expect(disk.files.get("folder/file")?.seen.length).toBeLessThan(bytes.length);
  });

  it("never answers a process that is dead", async () => {
    let answered = false;
    void disk
      .of(owner)
      .write("folder/file", bytes)
      .then(() => (answered = true));
    owner.alive = false;
    disk.killed(owner);
    while (timeline.step());
    await Promise.resolve();
    expect(answered).toBe(false);
  });
});
