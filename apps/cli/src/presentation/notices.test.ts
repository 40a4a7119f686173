import type { RunEventBody } from "@lockstep/telemetry";
import { describe, expect, it } from "vitest";
import { event, step } from "../testing/sample-events.js";
import { noticeOf } from "./notices.js";

function notice(body: RunEventBody, started = true) {
  return noticeOf(event(body), started);
}

describe("noticeOf", () => {
  const joined: RunEventBody = {
    type: "worker-joined",
    workerId: "w3",
    slots: 1,
    backend: "wasm",
    fingerprint: "f",
  };

  it("keeps what a reason would do to a terminal from it", () => {
    const reason = "no memory\n\u001b[31mred\u009b2J";
    expect(notice({ type: "worker-quarantined", workerId: "w", reason })).toBe(
      "w gets nothing more of this run: no memory [31mred 2J",
    );
  });

  it("tells of workers that join late only", () => {
    expect(notice(joined, false)).toBeUndefined();
    expect(notice(joined)).toBe("w3 joined (wasm, 1 slot)");
  });

  it.each<[RunEventBody, string]>([
    [{ type: "waiting", for: "2 workers" }, "waiting for 2 workers"],
    [
      { type: "worker-left", workerId: "w", reason: "connection lost", returnedMicroBatches: 1 },
      "w left: connection lost; 1 micro-batch given to others",
    ],
    [{ type: "worker-left", workerId: "w", reason: "drained", returnedMicroBatches: 0 }, "w left: drained"],
    [
      {
        type: "callback",
        round: 1,
        callback: "EarlyStopping",
        epoch: 3,
        text: "training ends after epoch 3",
      },
      "EarlyStopping: training ends after epoch 3",
    ],
    [{ type: "worker-refused", workerId: "w", reason: "another backend" }, "w was refused: another backend"],
    [{ type: "worker-recovered", workerId: "w" }, "w is back"],
    [
      { type: "worker-quarantined", workerId: "w", reason: "wrong bits" },
      "w gets nothing more of this run: wrong bits",
    ],
    [
      { type: "worker-standby", workerId: "w", standby: true },
      "w stands by: the run has as many workers as it wants",
    ],
    [{ type: "worker-standby", workerId: "w", standby: false }, "w stepped in"],
    [
      { type: "audit-disagreed", round: 1, first: 2, count: 2, workerIds: ["a", "b"] },
      "a and b computed different bits of micro-batches 2 to 3: computed again to see who is wrong",
    ],
    [
      { type: "audit-disagreed", round: 1, first: 2, count: 1, workerIds: ["a", "b"] },
      "a and b computed different bits of micro-batch 2: computed again to see who is wrong",
    ],
    [{ type: "run-paused", cause: "user", reason: "lunch", step: 7 }, "paused after step 7: lunch"],
    [
      { type: "run-paused", cause: "storage", reason: "/d: no space is left", step: 7 },
      "paused after step 7, as it cannot be saved: /d: no space is left; it goes on by itself when it can be",
    ],
    [
      { type: "run-paused", cause: "data", reason: "/t.csv: no such file", step: 7 },
      'cannot go on after step 7 for now: /t.csv: no such file; "lockstep resume" tries again',
    ],
    [{ type: "run-continued", step: 7 }, "goes on after step 7"],
    [
      { type: "run-recovered", step: 10, toldSteps: 14, checkpoint: "checkpoints/step-10.safetensors" },
      "taken up again after step 10, from checkpoints/step-10.safetensors; steps 11 to 14 are computed again first",
    ],
    [
      { type: "run-recovered", step: 10, toldSteps: 10, checkpoint: "c" },
      "taken up again after step 10, from c",
    ],
    [
      { type: "run-recovered", step: 0, toldSteps: 1 },
      "taken up again from the beginning; step 1 is computed again first",
    ],
    [
      { type: "checkpoint-damaged", file: "checkpoints/step-9.safetensors", reason: "cut off" },
      "checkpoints/step-9.safetensors is passed over, and left as it is: cut off",
    ],
    [
      {
        type: "checkpoint-damaged",
        file: "checkpoints/step-9.safetensors",
        reason:
          "/d/runs/r/checkpoints/step-9.safetensors: not a checkpoint of this run: seed: expected 1, got 2",
      },
      "checkpoints/step-9.safetensors is passed over, and left as it is: not a checkpoint of this run: seed: expected 1, got 2",
    ],
  ])("says %o", (body, text) => expect(notice(body)).toBe(text));

  it.each<RunEventBody>([
    { type: "result-dropped", workerId: "w", reason: "stale" },
    { type: "checkpoint-saved", step: 1, round: 1, file: "f", bytes: 9, durationMs: 1 },
    { type: "speculated", workerId: "w", straggler: "v", round: 1, microBatches: 2 },
  ])("keeps %o for the summary", (body) => expect(notice(body)).toBeUndefined());

  it("says nothing of a step", () => {
    expect(noticeOf(step(1), true)).toBeUndefined();
  });
});
