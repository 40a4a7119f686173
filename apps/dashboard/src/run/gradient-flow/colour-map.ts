/** Red, green and blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/**
 * Viridis at its eighths, as matplotlib publishes it (CC0): its lightness goes up steadily, so that it is read alike
 * with every kind of colour vision, and in grey.
 */
const controlPoints: readonly Colour[] = [
  [0x44, 0x01, 0x54],
  [0x47, 0x2d, 0x7b],
  [0x3b, 0x52, 0x8b],
  [0x2c, 0x72, 0x8e],
  [0x21, 0x91, 0x8c],
  [0x28, 0xae, 0x80],
  [0x5e, 0xc9, 0x62],
  [0xad, 0xdc, 0x30],
  [0xfd, 0xe7, 0x25],
];

/** The colour of a place from 0 to 1; what lies beyond has the colour of the end. */
export function colourAt(place: number): Colour {
  const scaled = Math.min(1, Math.max(0, place)) * (controlPoints.length - 1);
  const index = Math.min(controlPoints.length - 2, Math.floor(scaled));
  const from = controlPoints[index] as Colour;
  const to = controlPoints[index + 1] as Colour;
  const part = scaled - index;
  return [mix(from[0], to[0], part), mix(from[1], to[1], part), mix(from[2], to[2], part)];
}

/** As a style wants it. */
export function cssColour([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}

function mix(from: number, to: number, part: number): number {
  return Math.round(from + (to - from) * part);
}
