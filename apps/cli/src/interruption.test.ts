import { describe, expect, it } from "vitest";
import { Interruption } from "./interruption.js";
import { Exited, FakeIo } from "./testing/fake-io.js";

function bench() {
  const io = new FakeIo();
  const done: string[] = [];
  const interruption = new Interruption(io, () => done.push("kill"));
  return { io, done, interruption };
}

describe("Interruption", () => {
  it("drains at the first signal and tells of it in the exit code", () => {
    const { io, done, interruption } = bench();
    interruption.drainWith((signal) => done.push(signal));
    expect(interruption.exitCode(0)).toBe(0);
    io.signal("SIGTERM");
    expect(done).toEqual(["SIGTERM"]);
    expect(interruption.exitCode(0)).toBe(143);
  });

  it("ends now at the second", () => {
    const { io, done, interruption } = bench();
    interruption.drainWith((signal) => done.push(signal));
    io.signal("SIGTERM");
    expect(() => io.signal("SIGINT")).toThrow(new Exited(130));
    expect(done).toEqual(["SIGTERM", "kill"]);
  });

  it("takes one Ctrl-C that comes twice at once, as under npm, for one", () => {
    const { io, done, interruption } = bench();
    interruption.drainWith((signal) => done.push(signal));
    io.signal("SIGINT");
    io.signal("SIGINT");
    expect(done).toEqual(["SIGINT"]);
    io.nowMs += 200;
    expect(() => io.signal("SIGINT")).toThrow(new Exited(130));
  });

  it("ends where there is nothing to drain yet", async () => {
    const { io, interruption } = bench();
    io.signal("SIGINT");
    await expect(interruption.aborted).rejects.toMatchObject({ message: "ended by SIGINT", exitCode: 130 });
  });

  it("forgets signals at its end", () => {
    const { io, interruption } = bench();
    interruption.end();
    expect(io.listensToSignals).toBe(false);
  });
});
