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
      { type: "callback", callback: "EarlyStopping", epoch: 3, text: "training ends after epoch 3" },
      "EarlyStopping: training ends after epoch 3",
    ],
    [{ type: "worker-refused", workerId: "w", reason: "another backend" }, "w was refused: another backend"],
    [{ type: "worker-recovered", workerId: "w" }, "w is back"],
  ])("says %o", (body, text) => expect(notice(body)).toBe(text));

  it("keeps dropped results for the summary, and says nothing of a step", () => {
    expect(notice({ type: "result-dropped", workerId: "w", reason: "stale" })).toBeUndefined();
    expect(noticeOf(step(1), true)).toBeUndefined();
  });
});
