import { describe, expect, it } from "vitest";
import { plainLine, plainText } from "./plain-text.js";

describe("texts of others", () => {
  const text = "no memory:\n\tgpu\r\u001b[31mred\u009b2J\u007f";

  it("do nothing to a terminal", () => {
    expect(plainText(text)).toBe("no memory:\n\tgpu [31mred 2J ");
    expect(plainText("Zürich ✓")).toBe("Zürich ✓");
  });

  it("stay on their line", () => {
    expect(plainLine(text)).toBe("no memory: gpu [31mred 2J ");
  });
});
