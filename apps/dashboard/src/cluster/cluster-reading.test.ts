import { describe, expect, it } from "vitest";
import { clusterSample, workerSample } from "../testing/cluster-sample.js";
import {
  drainRefusal,
  fingerprintText,
  leaseUsed,
  usualFingerprint,
  workerCounts,
} from "./cluster-reading.js";

const { workers } = clusterSample();

describe("a cluster in words", () => {
  it("counts workers by their state", () => {
    expect(workerCounts(workers)).toBe("2 live, 1 silent, 1 on standby, 1 quarantined");
    expect(workerCounts([])).toBe("no workers");
  });

  it("names who has another fingerprint than most", () => {
    expect(usualFingerprint(workers)).toBe("a91f0b77c3d2e45890aa");
    expect(fingerprintText(workers)).toBe("1 worker has another fingerprint than the others: worker-4.");
  });

  it("goes by who does the work where as many have each", () => {
    const idle = workerSample({ workerId: "a", fingerprint: "wasm", share: 0 });
    expect(fingerprintText([idle, workerSample({ workerId: "b", share: 1 })])).toContain("others: a.");
  });

  it("says that all are alike", () => {
    expect(fingerprintText([workerSample(), workerSample({ workerId: "b" })])).toMatch(
      /^All workers have the same/,
    );
    expect(fingerprintText([])).toBe("");
  });
});

describe("leaseUsed", () => {
  it("is a part of the lease, all of it at most", () => {
    expect(leaseUsed({ leaseAgeMs: 1250, leaseDurationMs: 5000 })).toBe(0.25);
    expect(leaseUsed({ leaseAgeMs: 9000, leaseDurationMs: 5000 })).toBe(1);
  });

  it("is not known while no run is on", () => {
    expect(leaseUsed({ leaseAgeMs: 1250 })).toBeUndefined();
  });
});

describe("drainRefusal", () => {
  it("has a reason where draining makes no sense", () => {
    expect(drainRefusal(workerSample({ state: "leaving" }))).toBe("It is leaving already.");
    expect(drainRefusal(workerSample({ state: "lease-expired" }))).toContain("silent");
    expect(drainRefusal(workerSample())).toBeUndefined();
  });
});
