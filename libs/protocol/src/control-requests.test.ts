import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkedRequest } from "./control-requests.js";
import { controlService, RunKind } from "./control-service.js";
import { ProtocolError } from "./protocol-error.js";

type Name = keyof typeof checkedRequest;
const names = Object.keys(checkedRequest) as Name[];
const check = (name: Name, request: unknown): unknown =>
  (checkedRequest[name] as (request: unknown) => unknown)(request);

describe("requests of clients", () => {
  it.each<[Name, object, object]>([
    [
      "submit",
      { kind: RunKind.RUN_KIND_TRAIN, jobJson: "{}", minWorkers: 2, model: "ignored" },
      { kind: "train", jobJson: "{}", model: "", dataJson: "", minWorkers: 2 },
    ],
    [
      "submit",
      { kind: RunKind.RUN_KIND_PREDICT, model: "r", dataJson: "[]" },
      { kind: "predict", jobJson: "", model: "r", dataJson: "[]", minWorkers: 0 },
    ],
    ["watch", { runId: "r" }, { runId: "r", after: 0 }],
    ["overview", { runId: "r" }, { runId: "r" }],
    ["stop", { runId: "r" }, { runId: "r", reason: "a client asked to stop" }],
    ["stop", { runId: "r", reason: "late" }, { runId: "r", reason: "late" }],
    ["pause", { runId: "r" }, { runId: "r", reason: "a client asked to pause" }],
    ["pause", { runId: "r", reason: "lunch" }, { runId: "r", reason: "lunch" }],
    ["resume", { runId: "r" }, { runId: "r" }],
    ["checkpoint", { runId: "r" }, { runId: "r" }],
    ["drain", { workerId: "w-1" }, { workerId: "w-1" }],
  ])("are taken: %s %j", (name, request, expected) => {
    expect(check(name, request)).toEqual(expected);
  });

  it.each<[Name, object, string]>([
    ["submit", {}, "kind: expected train, evaluate, predict, got"],
    ["submit", { kind: 9, jobJson: "{}" }, "kind: expected train, evaluate, predict, got 9"],
    ["submit", { kind: 1 }, 'job_json: expected text, got ""'],
    [
      "submit",
      { kind: 1, jobJson: "x".repeat(2 ** 20 + 1) },
      "job_json: expected at most 1048576 characters",
    ],
    ["submit", { kind: 2 }, 'model: expected text, got ""'],
    ["submit", { kind: 2, model: "x".repeat(4097) }, "model: expected at most 4096 characters"],
    [
      "submit",
      { kind: 1, jobJson: "{}", minWorkers: 10_001 },
      "min_workers: expected a whole number from 0 to 10000, got 10001",
    ],
    ["watch", {}, 'run_id: expected text, got ""'],
    ["overview", {}, 'run_id: expected text, got ""'],
    ["stop", { runId: "r".repeat(257) }, "run_id: expected at most 256 characters, got 257"],
    ["pause", { runId: "r", reason: "x".repeat(1025) }, "reason: expected at most 1024 characters"],
    ["drain", { workerId: "a b" }, 'worker_id: expected letters, digits and ._:-, got "a b"'],
    ["drain", {}, 'worker_id: expected text, got ""'],
  ])("are refused by field: %s", (name, request, text) => {
    expect(() => check(name, request)).toThrow(text);
  });

  it.each(names)("are taken or refused by the protocol, whatever bytes come: %s", (name) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          check(name, controlService[name].requestDeserialize(Buffer.from(bytes)));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
