import { describe, expect, it } from "vitest";
import { parsePeerMessage } from "./peer-messages.js";

describe("parsePeerMessage", () => {
  it.each([
    { type: "ready", versions: { Keras: "3.15.1" }, contenders: [{ id: "keras-fit", label: "Keras fit" }] },
    { type: "unavailable", reason: "No module named 'keras'" },
    { type: "measured", msPerStep: 1.25 },
    { type: "failed", reason: "ValueError: no" },
  ])("reads $type", (message) => {
    expect(parsePeerMessage(JSON.stringify(message))).toEqual(message);
  });

  it.each([
    ["Traceback (most recent call last):", "a peer's line: expected JSON"],
    ["3", "a peer's line: expected an object, got 3"],
    ['{"type":"done"}', "type: expected ready, unavailable, measured or failed"],
    ['{"type":"measured","msPerStep":"1"}', 'msPerStep: expected milliseconds above 0, got "1"'],
    ['{"type":"measured","msPerStep":0}', "msPerStep: expected milliseconds above 0, got 0"],
    ['{"type":"failed"}', "reason: expected a text, got nothing"],
    ['{"type":"ready","versions":{"Keras":3},"contenders":[]}', "versions.Keras: expected a text, got 3"],
    ['{"type":"ready","versions":{},"contenders":{}}', "contenders: expected a list"],
    ['{"type":"ready","versions":{},"contenders":[{"id":"a"}]}', "contenders.label: expected a text"],
  ])("refuses %s", (line, reason) => {
    expect(() => parsePeerMessage(line)).toThrow(reason);
  });
});
