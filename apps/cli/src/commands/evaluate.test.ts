import { describe, expect, it } from "vitest";
import { fakeClient, fakeSession, summary } from "../testing/fake-client.js";
import { FakeIo } from "../testing/fake-io.js";
import type { ModelCommandOptions } from "./cluster-options.js";
import { modelSubmission, withItsModel } from "./evaluate.js";

const options: ModelCommandOptions = {
  workers: 2,
  backend: "wasm",
  dataDir: "/nowhere",
  http: { host: "127.0.0.1", port: 0 },
};
const ofOthers = { ...options, coordinator: "a:1" };

describe("evaluate and predict", () => {
  it("refuse a model that is not on this machine before a cluster is started", async () => {
    await expect(modelSubmission("evaluate", "r1", undefined, options, new FakeIo())).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("model: expected the id of a run in /nowhere or") as string,
    });
  });

  const runs = () =>
    Promise.resolve([
      summary({ runId: "digits-1" }),
      summary({ runId: "digits-1-evaluated", kind: "evaluate" }),
      summary({ runId: "waves-1" }),
      summary({ runId: "waves-2" }),
    ]);
  const asked = async (model: string) => {
    const submission = await modelSubmission("predict", model, "d.npz", ofOthers, new FakeIo());
    return withItsModel(submission, fakeSession(fakeClient([], { runs })));
  };

  it("find a coordinator's training by the beginning of its id", async () => {
    expect(await asked("dig")).toEqual({ kind: "predict", model: "digits-1", data: "d.npz" });
    await expect(asked("waves")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("waves-1, waves-2") as string,
    });
  });

  it("leave to the coordinator what it alone can know", async () => {
    expect(await asked("older")).toMatchObject({ model: "older" });
    expect(await asked("models/digits.safetensors")).toMatchObject({ model: "models/digits.safetensors" });
  });
});
