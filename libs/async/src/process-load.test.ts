import { describe, expect, it } from "vitest";
import { ProcessMeter } from "./process-load.js";

function metered() {
  const source = { time: 1000, used: 300, memory: 7 };
  const meter = new ProcessMeter({
    now: () => source.time,
    cpuMs: () => source.used,
    memoryBytes: () => source.memory,
  });
  return { source, meter };
}

describe("ProcessMeter", () => {
  it("gives the processor time since the last look by the time that went by", () => {
    const { source, meter } = metered();
    Object.assign(source, { time: 2000, used: 800, memory: 9 });
    expect(meter.look()).toEqual({ cpu: 0.5, memoryBytes: 9 });
    Object.assign(source, { time: 4000, used: 4800 });
    expect(meter.look()).toEqual({ cpu: 2, memoryBytes: 9 });
  });

  it("does not say a share of a time that is too brief for one", () => {
    const { source, meter } = metered();
    Object.assign(source, { time: 1400, used: 700 });
    expect(meter.look()).toEqual({ memoryBytes: 7 });
  });

  it("says the same again in a look right after another", () => {
    const { source, meter } = metered();
    Object.assign(source, { time: 2000, used: 800 });
    meter.look();
    Object.assign(source, { time: 2100, used: 900, memory: 8 });
    expect(meter.look()).toEqual({ cpu: 0.5, memoryBytes: 7 });
  });

  it("sees what this process takes", () => {
    expect(new ProcessMeter().look().memoryBytes).toBeGreaterThan(1e6);
  });
});
