import { describe, expect, it } from "vitest";
import { parseChildLine } from "./child-log.js";
import { parseChildMessage } from "./child-messages.js";
import { TextTail } from "./text-tail.js";

describe("parseChildLine", () => {
  it("reads a line of the log", () => {
    const line = '{"level":"warn","time":"t","name":"w","error":{"message":"boo"},"msg":"lost"}';
    expect(parseChildLine(line)).toEqual({ level: "warn", text: "lost: boo" });
    expect(parseChildLine('{"level":"info","msg":"hi"}')).toEqual({ level: "info", text: "hi" });
  });

  it.each(["2026 I tensorflow/core: banner", "{not json", "{}", '{"level":"loud","msg":"x"}', ""])(
    "takes %j as it is",
    (line) => expect(parseChildLine(line)).toEqual({ level: "other", text: line }),
  );
});

describe("parseChildMessage", () => {
  it("knows ours, and nothing else", () => {
    const ready = { type: "ready", grpc: "a:1", http: "b:2" };
    expect(parseChildMessage(ready)).toEqual(ready);
    expect(parseChildMessage({ type: "failed", message: "m" })).toEqual({ type: "failed", message: "m" });
    for (const value of [null, 3, "ready", {}, { type: "ready" }, { type: "failed", message: 3 }]) {
      expect(parseChildMessage(value)).toBeUndefined();
    }
  });
});

describe("TextTail", () => {
  it("keeps the last lines", () => {
    const tail = new TextTail(2);
    for (const line of ["a", "b", "c"]) tail.add(line);
    expect(tail.lines).toEqual(["b", "c"]);
  });
});
