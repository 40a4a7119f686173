import { expect, it } from "vitest";
import { csv } from "./csv.js";
import { fileName } from "./save-file.js";

it("quotes what would end a cell or a row", () => {
  expect(csv(["a", 'say "b"'], [["x,y", "two\nlines"]])).toBe('a,"say ""b"""\r\n"x,y","two\nlines"\r\n');
});

it("has no name computed as a formula, and no number changed", () => {
  expect(csv(["=HYPERLINK(1)"], [[-0.5], [null]])).toBe("'=HYPERLINK(1)\r\n-0.5\r\n\r\n");
});

it("makes a file name of any name of a run", () => {
  expect(fileName("../../<img onerror>-loss.png")).toBe("img-onerror-loss.png");
  expect(fileName("räder 2.csv")).toBe("räder-2.csv");
  expect(fileName("///")).toBe("lockstep");
});
