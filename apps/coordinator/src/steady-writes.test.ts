import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SteadyWrites } from "./steady-writes.js";

let troubles: (string | undefined)[];
let writes: SteadyWrites;

beforeEach(() => {
  vi.useFakeTimers();
  troubles = [];
  writes = new SteadyWrites((reason) => troubles.push(reason));
});
afterEach(() => {
  vi.useRealTimers();
});

/** A write that is done at once. */
function noting<Item>(done: Item[]): (item: Item) => Promise<void> {
  return (item) => {
    done.push(item);
    return Promise.resolve();
  };
}

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe("SteadyWrites", () => {
  it("does one after the other", async () => {
    const done: string[] = [];
    const note = noting(done);
    const { opened, open } = gate();
    writes.add("first", async () => {
      await opened;
      done.push("first");
    });
    writes.add("second", () => note("second"));
    open();
    expect(await writes.settled()).toBeUndefined();
    expect(done).toEqual(["first", "second"]);
  });

  it("does only the newest of those that replace each other and wait", async () => {
    const done: number[] = [];
    const note = noting(done);
    const { opened, open } = gate();
    const begun = gate();
    writes.replace("best", async () => {
      begun.open();
      await opened;
      done.push(1);
    });
    await begun.opened;
    for (const number of [2, 3, 4]) writes.replace("best", () => note(number));
    open();
    await writes.settled();
    expect(done).toEqual([1, 4]);
    writes.replace("best", () => note(5));
    await writes.settled();
    expect(done).toEqual([1, 4, 5]);
  });

  it("tries again what fails, tells of it, and lets what follows wait", async () => {
    const done: string[] = [];
    const note = noting(done);
    let attempts = 0;
    writes.add("the log", () => (++attempts < 3 ? Promise.reject(new Error("disk full")) : note("the log")));
    writes.add("the last", () => note("last"));
    await vi.advanceTimersByTimeAsync(0);
    expect(troubles).toEqual(["the log could not be written: disk full"]);
    expect(done).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await writes.settled()).toBeUndefined();
    expect(done).toEqual(["the log", "last"]);
    expect(troubles.at(-1)).toBeUndefined();
  });

  it("tries once more when nobody wants to wait, and says what was not done", async () => {
    let attempts = 0;
    writes.add("the log", () => {
      attempts++;
      return Promise.reject(new Error("disk full"));
    });
    await vi.advanceTimersByTimeAsync(0);
    writes.giveUp();
    expect(await writes.settled()).toBe("the log could not be written: disk full");
    expect(attempts).toBe(2);
  });
});
