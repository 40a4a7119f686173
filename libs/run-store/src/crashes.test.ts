import { join } from "node:path";
import { openRunStore } from "@lockstep/run-store";
import { describe, expect, it } from "vitest";
import { appendingProgram } from "./testing/appending-program.js";
import { startProgram } from "./testing/child-program.js";
import { temporaryFolder } from "./testing/temporary-stores.js";

function upTo(count: number, from = 1): number[] {
  return Array.from({ length: count }, (_, index) => index + from);
}

/** Steps, epochs and numbers that the database has of a run. */
async function keptOf(path: string, runId: string) {
  const store = await openRunStore({ path });
  const { steps, sequence, round } = await store.told(runId);
  const kept = {
    sequence,
    round,
    steps: (await store.steps(runId, 1, steps)).map((event) => event.step),
    epochs: (await store.epochs(runId, 10_000)).map((event) => event.epoch),
    snapshot: (await store.run(runId))?.snapshot,
  };
  await store.close();
  return kept;
}

/** Lets a process append until it has shown some events, and kills it. The number of the last one that was shown. */
async function killedAfter(events: number, path: string, stream: string, runId: string): Promise<number> {
  const program = startProgram(appendingProgram, path, stream, runId);
  for (let count = 1; count < events; count++) await program.nextLine();
  const last = Number(await program.nextLine());
  await program.kill();
  return last;
}

describe("a process that is killed while it appends", () => {
  it("leaves every event that it showed, each once, without gap, its groups whole; the next one goes on", async () => {
    const path = join(temporaryFolder(), "lockstep.db");
    for (const events of [1, 2, 40, 7, 100, 23]) {
      const shown = await killedAfter(events, path, "main", "r");
      const { sequence, steps, epochs, round, snapshot } = await keptOf(path, "r");
      expect(sequence).toBeGreaterThanOrEqual(shown);
      expect(steps).toEqual(upTo(steps.length));
      expect(epochs).toEqual(upTo(steps.length / 2));
      // The submission, then three events for two steps.
      expect([sequence, round]).toEqual([1 + 1.5 * steps.length, steps.length - 1]);
      if (steps.length > 0) expect(snapshot).toMatchObject({ step: steps.length, epoch: epochs.length });
    }
  });
});

describe("two processes", () => {
  it("open a new database at once and append to streams of their own", async () => {
    const path = join(temporaryFolder(), "lockstep.db");
    const programs = ["a", "b"].map((name) => startProgram(appendingProgram, path, name, `run-${name}`));
    for (let count = 0; count < 120; count++)
      await Promise.all(programs.map((program) => program.nextLine()));
    await Promise.all(programs.map((program) => program.kill()));
    for (const name of ["a", "b"]) {
      const { steps } = await keptOf(path, `run-${name}`);
      expect(steps.length).toBeGreaterThanOrEqual(78);
      expect(steps).toEqual(upTo(steps.length));
      const store = await openRunStore({ path });
      const [first] = await store.streamEvents(name, 0, 1);
      const numbers = (await store.streamEvents(name, 0, 10_000)).map(({ sequence }) => sequence);
      await store.close();
      expect(numbers).toEqual(upTo(numbers.length, first!.sequence));
    }
  });
});
