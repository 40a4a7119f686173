import { ClientError, type Client, type RunSummary } from "@lockstep/client";
import { describe, expect, it } from "vitest";
import { fakeClient, fakeSession, summary } from "../testing/fake-client.js";
import { FakeIo } from "../testing/fake-io.js";
import { checkpointCommand, drainCommand, pauseCommand, resumeCommand, stopCommand } from "./control.js";
import { runsCommand } from "./runs.js";

type Command = typeof pauseCommand;

/** @param after what the list says once something was asked */
function bench(after: Partial<RunSummary> = {}, answers: Partial<Client> = {}) {
  const calls: string[] = [];
  const io = new FakeIo();
  const runs = () => Promise.resolve([summary(calls.length > 0 ? after : {}), summary({ runId: "s2" })]);
  const client = fakeClient(calls, { runs, ...answers });
  const options = { coordinator: "a:1" };
  const say = (command: Command, named: string, further: { json?: boolean; reason?: string } = {}) =>
    command(named, { ...options, ...further }, io, () => fakeSession(client));
  return { calls, io, say, client };
}

describe("the commands for a run", () => {
  it.each<[string, Command, Partial<RunSummary>, string]>([
    ["pause", pauseCommand, { state: "paused", step: 4 }, "run r1 is paused after step 4\n"],
    ["pause", pauseCommand, {}, "run r1 will stand still after the current step, with a checkpoint\n"],
    ["resume", resumeCommand, {}, "run r1 goes on after step 3\n"],
    ["resume", resumeCommand, { waitingFor: "a worker" }, "run r1 goes on; it waits for a worker\n"],
    ["stop", stopCommand, { state: "stopped", step: 4 }, "run r1 is stopped after step 4\n"],
    ["stop", stopCommand, {}, "run r1 will end after the current step, and its model be saved\n"],
  ])("%s says what the coordinator confirmed", async (name, command, after, text) => {
    const { calls, io, say } = bench(after);
    expect(await say(command, "r")).toBe(0);
    expect(calls).toEqual([`${name} r1`, "close"]);
    expect(io.out).toBe(text);
    expect(io.listensToSignals).toBe(false);
  });

  it("hand on a reason, and print a document", async () => {
    const { calls, io, say } = bench({ state: "paused", step: 4 });
    await say(pauseCommand, "r1", { reason: "lunch", json: true });
    expect(calls[0]).toBe("pause r1 lunch");
    expect(JSON.parse(io.out)).toEqual({ runId: "r1", state: "paused", step: 4 });
  });

  it("want an id that only one run begins with", async () => {
    const { calls, client, io } = bench();
    const runs = () => Promise.resolve([summary({ runId: "r1" }), summary({ runId: "r2" })]);
    const stopping = stopCommand("r", { coordinator: "a:1" }, io, () => fakeSession({ ...client, runs }));
    await expect(stopping).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("r1, r2") as unknown,
    });
    expect(calls).toEqual(["close"]);
  });

  it("leave what the list does not have to the coordinator", async () => {
    const error = new ClientError("not-found", 'run: expected the id of a run of this coordinator, got "x"');
    const { say } = bench({}, { stop: () => Promise.reject(error) });
    await expect(say(stopCommand, "x")).rejects.toBe(error);
  });

  it("wait for a checkpoint, and name it", async () => {
    const checkpoint = () => Promise.resolve({ step: 4, file: "checkpoints/step-4.safetensors" });
    const { io, say } = bench({}, { checkpoint });
    expect(await say(checkpointCommand, "r1")).toBe(0);
    expect(io.out).toBe("run r1: checkpoints/step-4.safetensors holds it after step 4\n");
  });

  it("end by a signal while the coordinator does not answer", async () => {
    const { io, say } = bench({}, { pause: () => new Promise(() => undefined) });
    const pausing = say(pauseCommand, "r1");
    await new Promise<void>((resolve) => setImmediate(resolve));
    io.signal("SIGINT");
    await expect(pausing).rejects.toMatchObject({ exitCode: 130 });
  });
});

describe("drain", () => {
  it("names the worker", async () => {
    const { calls, io, say } = bench();
    expect(await say(drainCommand, "w1", { json: true })).toBe(0);
    expect(calls).toEqual(["drain w1", "close"]);
    expect(JSON.parse(io.out)).toEqual({ workerId: "w1", state: "leaving" });
  });
});

describe("runs", () => {
  const old = summary({ runId: "older", state: "paused", waitingFor: "room\u001b\nhere", submittedMs: 0 });
  const inference = summary({ runId: "e", kind: "evaluate", totalSteps: 0, step: 0, state: "completed" });
  const listed = (json: boolean, runs: readonly RunSummary[]) => {
    const io = new FakeIo();
    const client = fakeClient([], { runs: () => Promise.resolve(runs) });
    const options = { coordinator: "a:1", dataDir: ".", json };
    return runsCommand(options, io, () => fakeSession(client)).then((code) => ({ code, out: io.out }));
  };

  it("are a table, the newest last", async () => {
    const { code, out } = await listed(false, [inference, old]);
    expect(code).toBe(0);
    expect(out.split("\n")).toEqual([
      "RUN    KIND      STATE      STEP  SUBMITTED",
      "older  train     paused     3/9   1970-01-01 00:00:00Z  room here",
      "e      evaluate  completed        2026-01-02 03:04:05Z",
      "",
    ]);
  });

  it("are a document", async () => {
    expect(JSON.parse((await listed(true, [inference, old])).out)).toEqual({ runs: [old, inference] });
  });

  it("may be none", async () => expect((await listed(false, [])).out).toBe("no runs\n"));
});
