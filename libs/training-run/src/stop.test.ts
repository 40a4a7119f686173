import { describe, expect, it } from "vitest";
import { Driver, undisturbed } from "./testing/driver.js";
import { toyRun } from "./testing/toy-cluster.js";

const definition = toyRun({ checkpoints: { everyMs: 0 } });
const reference = undisturbed(definition);
/** An earlier life told of four steps, and was interrupted with the checkpoint of the first. */
const [point] = reference.checkpoints.map(({ point }) => point).filter(({ step }) => step === 1);
const told = reference.of("step").find(({ step }) => step === 4)!;
const toldProgress = { round: told.round, steps: told.step };

function recovered(): Driver {
  return new Driver(definition, point, toldProgress);
}

describe("a stop after a recovery", () => {
  it("waits until what was told before is computed again, says so, and leaves what the history says", () => {
    const driver = recovered();
    driver.say({ type: "stop", reason: "asked" });
    expect(driver.result).toBeUndefined();
    const waiting = driver.of("waiting").map((event) => event.for);
    expect(waiting[0]).toContain("(up to step 4) to be computed again; then it stops");
    expect(waiting[1]).toBe("a worker to join");
    driver.join("a");
    driver.finish();
    expect(driver.result).toMatchObject({ outcome: "stopped", reason: "asked", state: { step: 4 } });
    expect(driver.result?.digest).toBe(told.digest);
  });

  it("waits while it trains, too", () => {
    const driver = recovered();
    driver.join("a");
    driver.say({ type: "stop", reason: "asked" });
    driver.finish();
    expect(driver.result).toMatchObject({ outcome: "stopped", state: { step: 4 }, digest: told.digest });
  });

  it("waits no longer than a lease for each round", () => {
    const driver = recovered();
    driver.say({ type: "stop", reason: "asked" });
    expect(driver.machine.deadline).toBe(1000);
    driver.time = 900;
    driver.join("a");
    for (const work of [...driver.work]) driver.answer(work);
    expect(driver.of("step").at(-1)?.step).toBe(2);
    expect(driver.machine.deadline).toBeLessThanOrEqual(1900);
    driver.time = 1899;
    driver.say({ type: "tick" });
    expect(driver.result).toBeUndefined();
    driver.time = 1900;
    driver.say({ type: "tick" });
    expect(driver.result).toMatchObject({ outcome: "stopped", state: { step: 2 } });
  });

  it("ends a run that is paused as it stands", () => {
    const driver = recovered();
    driver.say({ type: "pause", cause: "user", reason: "asked" });
    expect(driver.machine.state).toBe("paused");
    driver.say({ type: "stop", reason: "asked" });
    expect(driver.result).toMatchObject({ outcome: "stopped", state: { step: 1 } });
  });

  it("does not become a pause", () => {
    const driver = recovered();
    driver.join("a");
    driver.say({ type: "stop", reason: "asked" });
    driver.say({ type: "pause", cause: "storage", reason: "the disk is full" });
    driver.finish();
    expect(driver.result).toMatchObject({ outcome: "stopped", state: { step: 2 } });
    expect(driver.of("run-paused")).toEqual([]);
  });
});
