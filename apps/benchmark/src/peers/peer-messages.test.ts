import { describe, expect, it } from "vitest";
import { parsePeerMessage } from "./peer-messages.js";

describe("parsePeerMessage", () => {
  it.each([
    { type: "ready", versions: { Keras: "3.15.1" } },
    { type: "opened", contenders: [{ id: "keras-fit", label: "Keras fit" }] },
    { type: "prepared", lossBefore: 0.7, lossAfter: -0.5 },
    { type: "unavailable", reason: "No module named 'keras'" },
    { type: "measured", msPerStep: 1.25, steps: 80, threads: 0.98 },
    { type: "failed", reason: "ValueError: no" },
  ])("reads $type", (message) => {
    expect(parsePeerMessage(JSON.stringify(message))).toEqual(message);
  });

  it.each([
    ["Traceback (most recent call last):", "a peer's line: expected JSON"],
    ["3", "a peer's line: expected an object, got 3"],
    ['{"type":"done"}', "type: expected ready, unavailable, opened, prepared, measured or failed"],
    ['{"type":"measured","msPerStep":"1"}', 'msPerStep: expected milliseconds above 0, got "1"'],
    ['{"type":"measured","msPerStep":0}', "msPerStep: expected milliseconds above 0, got 0"],
    ['{"type":"measured","msPerStep":1}', "steps: expected steps above 0, got nothing"],
    ['{"type":"measured","msPerStep":1,"steps":5}', "threads: expected threads above 0, got nothing"],
    ['{"type":"prepared","lossBefore":1,"lossAfter":null}', "lossAfter: expected a finite number, got null"],
    ['{"type":"failed"}', "reason: expected a text, got nothing"],
    ['{"type":"ready","versions":{"Keras":3}}', "versions.Keras: expected a text, got 3"],
    ['{"type":"opened","contenders":{}}', "contenders: expected a list"],
    ['{"type":"opened","contenders":[{"id":"a"}]}', "contenders.label: expected a text"],
  ])("refuses %s", (line, reason) => {
    expect(() => parsePeerMessage(line)).toThrow(reason);
  });
});
