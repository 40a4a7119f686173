import { describe, expect, it } from "vitest";
import { OrderedWrites } from "./ordered-writes.js";

/** A write that is done at once. */
function noting<Item>(done: Item[]): (item: Item) => Promise<void> {
  return (item) => {
    done.push(item);
    return Promise.resolve();
  };
}

describe("OrderedWrites", () => {
  it("does one after the other", async () => {
    const writes = new OrderedWrites();
    const done: string[] = [];
    const note = noting(done);
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    writes.add("first", async () => {
      await gate;
      done.push("first");
    });
    writes.add("second", () => note("second"));
    release();
    expect(await writes.settled()).toBeUndefined();
    expect(done).toEqual(["first", "second"]);
  });

  it("does only the newest of those that replace each other and wait", async () => {
    const writes = new OrderedWrites();
    const done: number[] = [];
    const note = noting(done);
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let begun = (): void => undefined;
    const first = new Promise<void>((resolve) => (begun = resolve));
    writes.replace("best", async () => {
      begun();
      await gate;
      done.push(1);
    });
    await first;
    for (const number of [2, 3, 4]) writes.replace("best", () => note(number));
    release();
    await writes.settled();
    expect(done).toEqual([1, 4]);
  });

  it("tells what failed first, and does the others", async () => {
    const writes = new OrderedWrites();
    const done: string[] = [];
    const note = noting(done);
    writes.add("the log", () => Promise.reject(new Error("disk full")));
    writes.add("another", () => Promise.reject(new Error("too")));
    writes.add("the last", () => note("last"));
    expect(await writes.settled()).toBe("the log could not be written: disk full");
    expect(done).toEqual(["last"]);
  });
});
