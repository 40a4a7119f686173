import { describe, expect, it } from "vitest";
import { FakeIo } from "../testing/fake-io.js";
import { FakeTerminal } from "../testing/fake-terminal.js";
import { event, finished, started, step, submitted, wholeRun } from "../testing/sample-events.js";
import { LiveRun } from "./live-run.js";
import { LiveView } from "./live-view.js";

function bench() {
  const io = new FakeIo();
  const terminal = new FakeTerminal();
  const keys: string[] = [];
  const view = new LiveView({ io, terminal, run: new LiveRun("r1"), onKey: (key) => keys.push(key) });
  return { io, terminal, keys, view };
}

describe("LiveView", () => {
  it("draws ten times a second at most, and the last state in the end", () => {
    const { io, terminal, view } = bench();
    view.event(submitted());
    for (let number = 1; number <= 4; number++) view.event(step(number));
    expect(terminal.writes).toHaveLength(1);
    io.nowMs = 100;
    io.runScheduled();
    expect(terminal.writes).toHaveLength(2);
    expect(terminal.text).toContain("step 4/4");
  });

  it("draws all of it when its size changed", () => {
    const { io, terminal, view } = bench();
    for (const one of [submitted(), started(), step(1)]) view.event(one);
    io.nowMs = 1000;
    terminal.resize(60, 12);
    expect(terminal.writes.at(-1)).toContain("\u001b[2J");
    expect(terminal.text.split("\n")).toHaveLength(12);
    expect(terminal.text).toContain("step 1/4");
  });

  it("says what was noted until the next event", () => {
    const { io, terminal, view } = bench();
    view.event(submitted());
    io.nowMs = 1000;
    view.note("the coordinator cannot be reached");
    expect(terminal.text).toContain("the coordinator cannot be reached");
    io.nowMs = 2000;
    view.event(step(1));
    expect(terminal.text).not.toContain("the coordinator cannot be reached");
  });

  it("says that nothing comes, though nothing happens", () => {
    const { io, terminal, view } = bench();
    for (const one of [submitted(), started(), step(1)]) view.event(one);
    io.nowMs = 7000;
    io.runScheduled();
    expect(terminal.text).toContain("nothing new for 7 s");
  });

  it("hands keys on", () => {
    const { terminal, keys } = bench();
    terminal.user?.key("p");
    expect(keys).toEqual(["p"]);
  });

  it("gives the terminal back, draws no more, and leaves what the run came to", () => {
    const { io, terminal, view } = bench();
    for (const one of wholeRun()) view.event(one);
    view.end();
    view.end();
    io.nowMs = 1000;
    io.runScheduled();
    expect(terminal.isOpen).toBe(false);
    expect(io.err.match(/● completed {2}r1/g)).toHaveLength(1);
  });

  it("leaves nothing of a run that goes on", () => {
    const { io, terminal, view } = bench();
    view.event(submitted());
    view.end();
    expect(terminal.isOpen).toBe(false);
    expect(io.err).toBe("");
  });

  it("forgets bad news that no event answers", () => {
    const { io, terminal, view } = bench();
    view.event(submitted());
    io.nowMs = 1000;
    view.say({ text: "cannot be paused", tone: "bad" }, () => false);
    view.event(event({ type: "waiting", for: "workers" }));
    expect(terminal.text).toContain("cannot be paused");
    io.nowMs = 17_000;
    io.runScheduled();
    expect(terminal.text).not.toContain("cannot be paused");
    view.event(finished());
  });
});
