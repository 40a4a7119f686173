/** What a custom property of the theme is now, as `rgb(...)`: canvases take no `var()`. */
export function colourOf(property: `--${string}`, within: Element = document.body): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${property})`;
  within.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** Colour of the i-th series of a chart; they come again after eight. */
export function seriesProperty(index: number): `--series-${number}` {
  return `--series-${(index % 8) + 1}`;
}
