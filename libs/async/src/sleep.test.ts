import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sleep } from "./sleep.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("sleep", () => {
  it("ends after its time and leaves no listener", async () => {
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const slept = sleep(1000, controller.signal);
    await vi.advanceTimersByTimeAsync(1000);
    await slept;
    expect(removed).toHaveBeenCalledOnce();
  });

  it("ends at once when aborted, before or meanwhile", async () => {
    await sleep(1e9, AbortSignal.abort());
    const controller = new AbortController();
    const slept = sleep(1e9, controller.signal);
    controller.abort();
    await slept;
    expect(vi.getTimerCount()).toBe(0);
  });
});
