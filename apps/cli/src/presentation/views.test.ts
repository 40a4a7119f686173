import { describe, expect, it } from "vitest";
import { FakeIo } from "../testing/fake-io.js";
import { epoch, event, started, step, submitted, tested, wholeRun } from "../testing/sample-events.js";
import { LineView } from "./line-view.js";
import { TerminalView } from "./terminal-view.js";

const full = "2/2 ━━━━━━━━━━━━━━━━━━━━ 0s 5ms/step - accuracy: 0.5235 - loss: 0.7062";

function lineView() {
  const io = new FakeIo();
  return { io, view: new LineView(io.stderr) };
}

function terminalView() {
  const io = new FakeIo();
  return { io, view: new TerminalView(io, { columns: () => 120, colour: false }) };
}

/** What a terminal shows in the end of what was written to it. */
function screen(text: string): string[] {
  return text.split("\n").map((line) => line.split("\r\u001b[K").at(-1) ?? "");
}

describe("LineView", () => {
  it("writes a line an epoch, and one for the test", () => {
    const { io, view } = lineView();
    for (const each of wholeRun()) view.event(each);
    expect(io.err.split("\n")).toEqual([
      "Epoch 1/2 - 2/2 - 0s 5ms/step - accuracy: 0.5235 - loss: 0.7062",
      "Epoch 2/2 - 2/2 - 0s 5ms/step - accuracy: 0.5235 - loss: 0.7062",
      "2/2 - 0s 3ms/step - accuracy: 0.5700 - loss: 0.6803",
      "",
    ]);
  });

  it("shows notes and measures as texts", () => {
    const { io, view } = lineView();
    view.note("coordinator:\u001b[2Jred");
    view.event(epoch(1, { "\u001b]0;loss": 0.5 }));
    expect(io.err).toMatch(/^coordinator: \[2Jred\nEpoch [^\p{Cc}]*\]0;loss: 0.5000\n$/u);
  });

  it("says what is unusual at once", () => {
    const { io, view } = lineView();
    view.event(submitted());
    view.event(started());
    view.event(step(1));
    view.event(event({ type: "lease-expired", workerId: "w", returnedMicroBatches: 2 }));
    expect(io.err).toBe("w is silent: its lease expired; 2 micro-batches given to others\n");
  });
});

describe("TerminalView", () => {
  it("ends with a heading and a full bar for each epoch", () => {
    const { io, view } = terminalView();
    for (const each of wholeRun()) {
      io.nowMs += 1000;
      view.event(each);
    }
    view.end();
    expect(screen(io.err)).toEqual([
      "Epoch 1/2",
      full,
      "Epoch 2/2",
      full,
      "2/2 ━━━━━━━━━━━━━━━━━━━━ 0s 3ms/step - accuracy: 0.5700 - loss: 0.6803",
      "",
    ]);
  });

  it("draws over the bar at most ten times a second, and the last state in any case", () => {
    const { io, view } = terminalView();
    view.event(submitted({ epochs: 1, stepsPerEpoch: 100 }));
    const draws = () => io.err.split("\r").length - 1;
    const at = (number: number) => ({ ...step(1), step: number, stepInEpoch: number });
    view.event(at(1));
    expect(draws()).toBe(1);
    for (let number = 2; number < 50; number++) view.event(at(number));
    expect(draws()).toBe(1);
    io.runScheduled();
    expect(draws()).toBe(2);
    expect(screen(io.err).at(-1)).toMatch(/^ 49\/100 /);
    io.nowMs += 100;
    view.event(at(50));
    expect(draws()).toBe(3);
  });

  it("writes notices above the bar", () => {
    const { io, view } = terminalView();
    view.event(submitted());
    view.event(started());
    view.event(step(1));
    view.event(event({ type: "worker-recovered", workerId: "w" }));
    expect(screen(io.err)).toEqual(["Epoch 1/2", "w is back", expect.stringMatching(/^1\/2 ━/)]);
  });

  it("leaves an unfinished bar with its last state", () => {
    const { io, view } = terminalView();
    view.event(submitted());
    view.event(step(1));
    view.event(step(2));
    view.end();
    expect(screen(io.err)).toEqual(["Epoch 1/2", expect.stringMatching(/^2\/2 ━/), ""]);
    view.end();
    expect(io.err.endsWith("\n\n")).toBe(false);
  });

  it("shows how a test goes on", () => {
    const { io, view } = terminalView();
    view.event(event({ type: "evaluation-progress", round: 1, part: "validation", done: 1, total: 4 }));
    expect(io.err).toBe("");
    view.event(event({ type: "evaluation-progress", round: 1, part: "test", done: 1, total: 4 }));
    expect(screen(io.err).at(-1)).toMatch(/^1\/4 ━{5} /);
    view.event(tested());
    expect(screen(io.err).at(0)).toMatch(/^2\/2 .*loss: 0.6803$/);
  });
});

describe("validation", () => {
  it("comes behind the training's numbers", () => {
    const { io, view } = lineView();
    view.event(submitted());
    view.event(epoch(1, { val_loss: 0.4, loss: 0.5 }));
    expect(io.err).toBe("Epoch 1/2 - 2/2 - 0s 5ms/step - loss: 0.5000 - val_loss: 0.4000\n");
  });
});
