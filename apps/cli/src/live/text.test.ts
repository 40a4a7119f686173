import { describe, expect, it } from "vitest";
import { fitted, line, padded, painted, widthOf } from "./text.js";

const wide = { columns: 80, unicode: true };

describe("fitted", () => {
  it("cuts what is too long, and says so", () => {
    expect(fitted(line("abcdefgh"), { columns: 5, unicode: true })).toEqual([
      { text: "abcd…", tone: "plain" },
    ]);
    expect(fitted(line("abcdefgh"), { columns: 5, unicode: false })[0]?.text).toBe("abcd~");
    expect(fitted(line("abcde"), { columns: 5, unicode: true })[0]?.text).toBe("abcde");
  });

  it("cuts between pieces as within one", () => {
    const spans = fitted([{ text: "abc" }, { text: "def" }, { text: "ghi" }], { columns: 5, unicode: true });
    expect(spans.map(({ text }) => text)).toEqual(["abc", "d…"]);
  });

  it("counts the columns of wide signs, and does not cut one in two", () => {
    const [span] = fitted(line("ループ ループ"), { columns: 6, unicode: true });
    expect(span?.text).toBe("ルー…");
    expect(widthOf(span?.text ?? "")).toBeLessThanOrEqual(6);
  });

  it("lets no text act on the terminal", () => {
    expect(fitted(line("a\u001b[2Jb\r\nc\u009b"), wide)[0]?.text).toBe("a [2Jb c ");
  });

  it("shows what is not ASCII as such where the terminal has no more", () => {
    expect(fitted(line("Grüße"), { columns: 80, unicode: false })[0]?.text).toBe("Gr??e");
  });
});

describe("padded", () => {
  it("has the width that is asked for, whatever the text", () => {
    for (const text of ["", "a", "a longer text", "日本語のテキスト", "e\u0301a\u0308"])
      expect(widthOf(padded(text, 8, wide))).toBe(8);
  });
});

describe("painted", () => {
  it("paints where colours are wanted, and nowhere else", () => {
    expect(painted([{ text: "a", tone: "good" }, { text: "b" }], true)).toBe("\u001b[32ma\u001b[0mb");
    expect(painted([{ text: "a", tone: "good" }, { text: "b" }], false)).toBe("ab");
  });
});
