import type { RunSnapshot } from "@lockstep/telemetry";
import { describe, expect, it } from "vitest";
import { fakeClient } from "../testing/fake-client.js";
import { event, step, submitted } from "../testing/sample-events.js";
import type { Message } from "./frame/section.js";
import { LiveRun } from "./live-run.js";
import { pressKey } from "./run-keys.js";

function bench(state: RunSnapshot["state"], failure?: Error) {
  const calls: string[] = [];
  const said: (Message & { isOutdated: (one: ReturnType<typeof step>) => boolean })[] = [];
  const live = new LiveRun("r1");
  live.take(submitted());
  const run = (): RunSnapshot | undefined => live.run && { ...live.run, state };
  const client = fakeClient(calls, failure ? { pause: () => Promise.reject(failure) } : {});
  const press = (key: string): void =>
    pressKey(key, {
      ...{ client, runId: "r1", run },
      say: (message, isOutdated) => said.push({ ...message, isOutdated }),
      leave: () => calls.push("leave"),
    });
  return { calls, said, press };
}

describe("keys", () => {
  it("q leaves", () => {
    const { calls, press } = bench("running");
    press("q");
    expect(calls).toEqual(["leave"]);
  });

  it("p asks to pause, and says so until the run tells of it", () => {
    const { calls, said, press } = bench("running");
    press("p");
    expect(calls).toEqual(["pause r1 asked for in lockstep watch"]);
    expect(said[0]?.text).toContain("asked to pause");
    expect(said[0]?.isOutdated(step(2))).toBe(false);
    expect(said[0]?.isOutdated(event({ type: "run-paused", cause: "user", reason: "", step: 2 }))).toBe(true);
  });

  it("r lets a paused run go on", () => {
    const { calls, press } = bench("paused");
    press("r");
    expect(calls).toEqual(["resume r1"]);
  });

  it.each([
    ["p", "paused", "it is paused already"],
    ["r", "running", "it is not paused"],
    ["p", "completed", "the run is over"],
    ["r", "failed", "the run is over"],
  ] as const)("%s asks for nothing where a run is %s", (key, state, text) => {
    const { calls, said, press } = bench(state);
    press(key);
    expect(calls).toEqual([]);
    expect(said.map((one) => one.text)).toEqual([text]);
  });

  it("says why what was asked for cannot be", async () => {
    const { said, press } = bench("running", new Error("run: r1 is ending"));
    press("p");
    await new Promise((resolve) => setImmediate(resolve));
    expect(said.at(-1)).toMatchObject({ tone: "bad", text: "cannot be paused: run: r1 is ending" });
  });

  it("does nothing at others", () => {
    const { calls, said, press } = bench("running");
    press("x");
    expect([...calls, ...said]).toEqual([]);
  });
});
