import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InterruptedRun } from "@lockstep/coordinator";
import { openRunStore } from "@lockstep/run-store";
import type { RunEvent, RunEventBody } from "@lockstep/telemetry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeIo } from "../testing/fake-io.js";
import { started, step, submitted } from "../testing/sample-events.js";
import { backendToResume } from "./backend-to-resume.js";

const dataDir = mkdtempSync(join(tmpdir(), "lockstep-backend-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

beforeAll(async () => {
  const store = await openRunStore({ path: join(dataDir, "lockstep.sqlite"), stream: "local" });
  const first = await store.nextSequence();
  const told: readonly [string, RunEventBody][] = [
    ...[submitted(), started(), step(1)].map((event): [string, RunEventBody] => ["begun", event]),
    ...[submitted(), started()].map((event): [string, RunEventBody] => ["fresh", event]),
  ];
  const events = told.map(([runId, event], index): RunEvent => ({
    ...event,
    ...{ runId, sequence: first + index, time: index },
  }));
  await store.append(events);
  await store.close();
});

function interrupted(runId: string, job: object = {}): InterruptedRun {
  return { snapshot: { runId }, job } as InterruptedRun;
}

function chosen(runId: string, backend: string, job: object = {}): Promise<string> {
  return backendToResume(interrupted(runId, job), { backend, dataDir }, new FakeIo(), (choice, fingerprint) =>
    Promise.resolve(`${choice} with bits of ${fingerprint}`),
  );
}

describe("backendToResume", () => {
  it.each(["auto", "tensorflow"])("looks for the bits of the run's workers, given %s", async (backend) => {
    expect(await chosen("begun", backend)).toBe(`${backend} with bits of f`);
  });

  it("is what was asked for where nothing was told, or any bits will do", async () => {
    expect(await chosen("fresh", "auto")).toBe("auto");
    expect(await chosen("begun", "auto", { determinism: "relaxed" })).toBe("auto");
  });

  it("refuses one that computes other bits, before anything is touched", async () => {
    const choosing = backendToResume(interrupted("begun"), { backend: "wasm", dataDir }, new FakeIo());
    await expect(choosing).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^--backend wasm: expected one that computes the bits of the run's workers, "f"/,
      ) as unknown,
    });
  });
});
