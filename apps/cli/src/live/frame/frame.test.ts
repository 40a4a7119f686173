import type { RunEventBody } from "@lockstep/telemetry";
import { describe, expect, it } from "vitest";
import { epoch, event, finished, started, step, submitted } from "../../testing/sample-events.js";
import { LiveRun } from "../live-run.js";
import { painted, widthOf } from "../text.js";
import { closingLines, frameOf } from "./frame.js";
import type { FrameSource } from "./section.js";

const joined = (workerId: string, slots = 1): RunEventBody => ({
  ...{ type: "worker-joined", workerId, slots, backend: "native", fingerprint: "f" },
});

/** A run that has taken three steps of four. */
function someRun(...further: RunEventBody[]): LiveRun {
  const run = new LiveRun("r1");
  for (const one of [submitted(), event(joined("one")), event(joined("two", 2)), started(), step(1), step(2)])
    run.take(one);
  run.take(epoch(1, { loss: 0.5, accuracy: 0.75, val_loss: 0.625 }));
  run.take({ ...step(3, { loss: 0.25, accuracy: 0.875 }), time: 4000 });
  for (const body of further) run.take(event(body));
  return run;
}

interface Shape {
  readonly columns?: number;
  readonly rows?: number;
  readonly unicode?: boolean;
}

function shown(
  run: LiveRun,
  { columns = 80, rows = 30, unicode = true }: Shape = {},
  more: Partial<FrameSource> = {},
) {
  const lines = frameOf({ run, silentMs: 0, keys: true, ...more }, { columns, rows, unicode });
  return lines.map((line) => painted(line, false).trimEnd());
}

const text = (...given: Parameters<typeof shown>): string => shown(...given).join("\n");

describe("a frame", () => {
  it("says what the run does and how far it has come", () => {
    const lines = shown(someRun());
    expect(lines[0]).toBe("● running  r1  n");
    expect(lines[1]).toMatch(/^epoch 2\/2 {2}━+─+ {2}step 3\/4 {2}75 %$/);
    expect(lines[2]).toBe("0.5 steps/s · about 2s left · 4s so far · 2 workers in the last step");
  });

  it("says how fast it is and when it may be done, once that is known", () => {
    const run = new LiveRun("r1");
    run.take(submitted({ epochs: 10, stepsPerEpoch: 100 }));
    for (let number = 1; number <= 10; number++) run.take({ ...step(number), time: 1000 * number });
    expect(text(run)).toContain("1 steps/s · about 16:30 left");
  });

  it("has a row for each measure: its curve, the newest, the best of epochs", () => {
    const rows = shown(someRun()).filter((line) => /loss|accuracy/.test(line));
    expect(rows[0]).toMatch(/^ {2}loss {5}█+▁ +0\.2500 {2}best 0\.5000 \(epoch 1\)$/);
    expect(rows[1]).toMatch(/^ {2}val_loss ▁ +0\.6250 {2}best 0\.6250 \(epoch 1\)$/);
    expect(rows[2]).toMatch(/^ {2}accuracy ▁+█ +0\.8750 {2}best 0\.7500 \(epoch 1\)$/);
  });

  it("draws epochs where there are enough of them", () => {
    const run = someRun();
    for (let number = 2; number <= 9; number++) run.take(epoch(number, { loss: 1 / number }));
    expect(text(run)).toContain("Measures  of epochs");
    expect(shown(run).find((line) => line.startsWith("  loss"))).toMatch(/^ {2}loss +█[▁-█]{8} /);
  });

  it("shows workers with what became of them", () => {
    const lines = shown(
      someRun(
        { type: "lease-expired", workerId: "one", returnedMicroBatches: 2 },
        { type: "speculated", workerId: "two", straggler: "one", round: 1, microBatches: 3 },
      ),
    );
    expect(lines).toContain("Workers  1 live, 1 silent");
    expect(lines).toContain("  one  silent       1 slot    native  3 micro-batches given to others too");
    expect(lines).toContain("  two  live         2 slots   native");
    expect(
      lines.some((line) =>
        line.endsWith("one is silent: its lease expired; 2 micro-batches given to others"),
      ),
    ).toBe(true);
  });

  it("puts those that are not well first where there is no room for all workers", () => {
    const many = Array.from({ length: 50 }, (_, index) => joined(`w-${index}`));
    const run = someRun(...many, { type: "worker-quarantined", workerId: "w-49", reason: "wrong numbers" });
    const lines = shown(run);
    const at = lines.indexOf("Workers  51 live, 1 quarantined");
    expect(lines[at + 1]).toMatch(/^ {2}w-49 {2}quarantined/);
    expect(lines.some((line) => /^ {2}and \d+ more$/.test(line))).toBe(true);
  });

  it("shows the digest in full, and what was dropped", () => {
    const digest = "5a81568f13f110d7ae3ac4efeb7c30162bd2bce2d7b68b29c74d18a4f33573ec";
    const run = someRun({ type: "result-dropped", workerId: "one", reason: "stale" });
    run.take({ ...step(4), digest } as ReturnType<typeof step>);
    expect(text(run)).toContain(`Digest  ${digest}`);
    expect(text(run)).toContain("Results dropped  1 stale (they changed nothing)");
  });

  it("says what it waits for, and which keys help", () => {
    const paused = someRun({ type: "run-paused", cause: "user", reason: "lunch", step: 3 });
    expect(shown(paused).slice(0, 2)).toEqual(["● paused  r1  n", "paused: lunch"]);
    expect(shown(paused).at(-1)).toBe("q leave (the run goes on)   r let it go on");
    expect(shown(someRun()).at(-1)).toBe("q leave (the run goes on)   p pause it");
    expect(shown(someRun(), {}, { keys: false }).at(-1)).toBe("Ctrl-C leaves (the run goes on)");
  });

  it("says when what it shows is old", () => {
    expect(text(someRun(), {}, { silentMs: 12_345 })).toContain("nothing new for 12 s");
    expect(text(someRun(), {}, { silentMs: 100 })).not.toContain("nothing new");
    const message = { text: "the coordinator cannot be reached", tone: "warning" } as const;
    expect(text(someRun(), {}, { message })).toContain("the coordinator cannot be reached");
  });

  it("shows names as texts", () => {
    const run = new LiveRun("r1");
    run.take({ ...submitted(), name: "\u001b[2J<img onerror>\r\n" } as ReturnType<typeof submitted>);
    run.take(event(joined("w\u001b]0;x\u0007")));
    expect(text(run)).toContain("[2J<img onerror>");
    expect(text(run)).toMatch(/^[^\p{Cc}]*(\n[^\p{Cc}]*)*$/u);
  });

  it("fits every terminal, and keeps the keys in sight", () => {
    const many = Array.from({ length: 30 }, (_, index) => joined(`worker-with-a-long-name-${index}`));
    const run = someRun(...many);
    for (const unicode of [true, false])
      for (const columns of [20, 40, 60, 80, 200])
        for (const rows of [3, 8, 12, 24, 70]) {
          const lines = shown(run, { columns, rows, unicode });
          expect(lines).toHaveLength(rows);
          expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
          expect(lines.at(-1)).toMatch(/^q leave/);
          if (!unicode) expect(lines.join("")).toMatch(/^[\x20-\x7e]*$/);
        }
  });

  it("has all of it at 60 columns", () => {
    const lines = shown(someRun(), { columns: 60, rows: 24 });
    for (const start of [
      "● running",
      "epoch 2/2",
      "Measures",
      "  loss",
      "Workers",
      "Events",
      "Digest",
      "q leave",
    ])
      expect(
        lines.some((line) => line.startsWith(start)),
        start,
      ).toBe(true);
  });

  it("has something to say before the first event", () => {
    expect(shown(new LiveRun("r1"))[0]).toBe("r1: waiting for the coordinator's word");
  });
});

describe("what stays at the end", () => {
  it("is what the run came to", () => {
    const run = someRun();
    run.take(finished());
    const lines = closingLines({ run, silentMs: 0, keys: true }, { columns: 80, unicode: true });
    const texts = lines.map((line) => painted(line, false).trimEnd());
    expect(texts[0]).toBe("● completed  r1  n");
    expect(texts.some((line) => line.startsWith("  loss"))).toBe(true);
    expect(texts.join("\n")).not.toContain("q leave");
  });
});
