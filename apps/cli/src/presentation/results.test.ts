import { describe, expect, it } from "vitest";
import { epoch, event, finished, started, step, submitted, wholeRun } from "../testing/sample-events.js";
import { formatDoctor, type DoctorFindings } from "./doctor-report.js";
import { runDocument } from "./run-document.js";
import { RunRecord } from "./run-record.js";
import { formatEnding, formatResults } from "./run-results.js";

function record(events: readonly Parameters<RunRecord["take"]>[0][], keepSteps = true): RunRecord {
  const made = new RunRecord("r1", keepSteps);
  for (const event of events) made.take(event);
  return made;
}

describe("runDocument", () => {
  it("has everything of a run", () => {
    expect(runDocument(record(wholeRun()))).toEqual({
      runId: "r1",
      outcome: "completed",
      steps: [1, 2, 3, 4].map((number) => ({
        step: number,
        epoch: Math.ceil(number / 2),
        loss: 0.7062,
        accuracy: 0.5235,
        digest: `digest-${number}`,
      })),
      history: { loss: [0.7062, 0.7062], accuracy: [0.5235, 0.5235] },
      epochs: 2,
      test: { loss: 0.6803, accuracy: 0.57 },
      finalDigest: "abc",
      model: "/m.safetensors",
      workers: 2,
      speculated: 0,
      checkpoints: 0,
      recoveries: 0,
      quarantined: {},
      droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
    });
  });

  it("tells what else was written, and of a measure of every kind", () => {
    const measures = { loss: 1, val_loss: 2, learning_rate: 0.5 };
    const events = [epoch(1, measures), finished({ best: "/b.safetensors", log: "/log.csv" })];
    expect(runDocument(record(events))).toMatchObject({
      history: { loss: [1], val_loss: [2], learning_rate: [0.5] },
      epochs: 1,
      best: "/b.safetensors",
      log: "/log.csv",
    });
    expect(formatResults(record(events))).toContain("best: /b.safetensors\nlog: /log.csv\n");
  });

  it("says why a run failed", () => {
    const failed = event({
      type: "run-finished",
      outcome: "failed",
      reason: "loss is NaN",
      steps: 1,
      finalDigest: "d",
      droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
    });
    expect(runDocument(record([submitted(), started(1), failed]))).toMatchObject({
      outcome: "failed",
      reason: "loss is NaN",
      test: null,
      model: null,
      workers: 1,
    });
  });

  it("counts what was done for safety, over all lives of a run", () => {
    const saved = event({ type: "checkpoint-saved", step: 2, round: 2, file: "f", bytes: 1, durationMs: 1 });
    const events = [
      ...[started(3), saved, event({ type: "run-recovered", step: 2, toldSteps: 2 }), started(1)],
      event({ type: "speculated", workerId: "a", straggler: "b", round: 3, microBatches: 2 }),
      event({ type: "worker-quarantined", workerId: "b", reason: "wrong bits" }),
    ];
    expect(runDocument(record(events))).toMatchObject({
      ...{ workers: 3, checkpoints: 1, recoveries: 1, speculated: 2 },
      quarantined: { b: "wrong bits" },
    });
  });

  it("keeps no steps where nobody asks for them", () => {
    expect(record([step(1)], false).steps).toEqual([]);
  });
});

describe("formatResults", () => {
  it("has a line for the test, the digest and the model", () => {
    expect(formatResults(record(wholeRun()))).toBe(
      "test: loss 0.6803 accuracy 0.5700\ndigest: abc\nmodel: /m.safetensors\n",
    );
  });
});

describe("formatEnding", () => {
  it("says nothing where all went well", () => {
    expect(formatEnding(record([finished()]))).toEqual([]);
  });

  const speculated = event({
    ...{ type: "speculated", workerId: "a", straggler: "b", round: 3, microBatches: 2 },
  } as const);

  it("says why, and what was dropped", () => {
    const droppedResults = { stale: 2, duplicate: 0, unsolicited: 1 };
    const end = finished({ outcome: "stopped", reason: "asked", droppedResults });
    expect(formatEnding(record([speculated, end]))).toEqual([
      "the run was stopped after 4 steps: asked",
      "results dropped: 2 stale, 1 unsolicited (they changed nothing)",
    ]);
  });

  it("shows a peer's text as a text", () => {
    const reason = "worker w:\n\u001b[2Jgone";
    const end = finished({ outcome: "failed", reason, model: "/m\u001b[1m" });
    expect(formatEnding(record([end]))).toEqual(["the run failed after 4 steps: worker w: [2Jgone"]);
    expect(formatResults(record([end]))).toContain("model: /m [1m\n");
  });

  it("says nothing of results that came twice because stragglers' work was given to others, too", () => {
    const end = finished({ droppedResults: { stale: 1, duplicate: 1, unsolicited: 0 } });
    expect(formatEnding(record([speculated, end]))).toEqual([]);
  });
});

describe("formatDoctor", () => {
  const findings: DoctorFindings = {
    backends: [
      { name: "tensorflow", available: false, reason: "libtensorflow is missing" },
      { name: "wasm", available: true, version: "4.22.0" },
    ],
    node: { version: "v20.20.0", supported: true },
    cores: 2,
    memoryBytes: 2 ** 33,
    dataDir: { path: "/d", problem: "EACCES" },
  };

  it("marks what works and says how to mend the rest", () => {
    expect(formatDoctor(findings).split("\n")).toEqual([
      "✓ node        v20.20.0",
      "✓ cores       2",
      "✓ memory      8.0 GiB",
      "✗ data-dir    /d cannot be written: EACCES",
      "              -> choose another folder with --data-dir",
      "✗ tensorflow  libtensorflow is missing",
      expect.stringMatching(/^ {14}-> run `npm run setup -- --with-tensorflow`/),
      "✓ wasm        4.22.0 computes",
      "",
    ]);
  });
});
