import { describe, expect, it } from "vitest";
import { colourAt, cssColour, type Colour } from "./colour-map.js";

/** Relative luminance by WCAG 2. */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe("colourAt", () => {
  it("has the published colours at the ends and in the middle", () => {
    expect(cssColour(colourAt(0))).toBe("rgb(68 1 84)");
    expect(cssColour(colourAt(0.5))).toBe("rgb(33 145 140)");
    expect(cssColour(colourAt(1))).toBe("rgb(253 231 37)");
  });

  it("gets lighter all the way", () => {
    const steps = Array.from({ length: 101 }, (_, index) => luminance(colourAt(index / 100)));
    for (let index = 1; index < steps.length; index++) {
      expect(steps[index]!).toBeGreaterThan(steps[index - 1]!);
    }
  });

  it("ends where the scale ends", () => {
    expect(colourAt(-3)).toEqual(colourAt(0));
    expect(colourAt(7)).toEqual(colourAt(1));
  });
});
