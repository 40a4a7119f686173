import { describe, expect, it } from "vitest";
import { Painter } from "./painter.js";
import { line } from "./text.js";

const frame = (...texts: string[]) => texts.map((text) => line(text));

describe("Painter", () => {
  it("writes a first frame over whatever was there", () => {
    expect(new Painter(false).paint(frame("a", "b"))).toBe(
      "\u001b[?2026h\u001b[2J\u001b[1;1Ha\u001b[2;1Hb\u001b[?2026l",
    );
  });

  it("writes only what changed, at once", () => {
    const painter = new Painter(false);
    painter.paint(frame("a", "b", "c"));
    expect(painter.paint(frame("a", "x", "c"))).toBe("\u001b[?2026h\u001b[2;1H\u001b[Kx\u001b[?2026l");
    expect(painter.paint(frame("a", "x", "c"))).toBe("");
  });

  it("clears rows that are no longer there", () => {
    const painter = new Painter(false);
    painter.paint(frame("a", "b"));
    expect(painter.paint(frame("a"))).toBe("\u001b[?2026h\u001b[2;1H\u001b[K\u001b[?2026l");
  });

  it("writes all of it when nothing is there any more", () => {
    const painter = new Painter(false);
    const first = painter.paint(frame("a"));
    painter.forget();
    expect(painter.paint(frame("a"))).toBe(first);
  });
});
