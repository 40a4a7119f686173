import { colourOf } from "../theme/colour.js";

/** Colours of a plot, as a canvas takes them. */
export interface PlotColours {
  readonly text: string;
  readonly grid: string;
  readonly surface: string;
  readonly font: string;
  readonly line: (property: `--${string}`) => string;
}

/** The theme's colours as they are now. */
export function plotColours(): PlotColours {
  const known = new Map<string, string>();
  const line = (property: `--${string}`): string => {
    const colour = known.get(property) ?? colourOf(property);
    known.set(property, colour);
    return colour;
  };
  return {
    text: colourOf("--ink-3"),
    grid: colourOf("--line"),
    surface: colourOf("--surface"),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    line,
  };
}

/** A colour that lets shine through what is behind it. @param colour as `rgb(r, g, b)` */
export function withAlpha(colour: string, alpha: number): string {
  return colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);
}
