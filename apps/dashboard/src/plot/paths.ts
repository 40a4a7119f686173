/** A point on the screen, in pixels; undefined: there is none, a line is interrupted. */
export type Point = readonly [number, number] | undefined;

/** A line through points, as an SVG path. */
export function linePath(points: Iterable<Point>): string {
  const parts: string[] = [];
  let isDrawing = false;
  for (const point of points) {
    if (point) parts.push(`${isDrawing ? "L" : "M"}${short(point[0])} ${short(point[1])}`);
    isDrawing = point !== undefined;
  }
  return parts.join("");
}

/** Dots, as one path to be stroked with round ends. */
export function dotsPath(points: Iterable<Point>): string {
  const parts: string[] = [];
  for (const point of points) if (point) parts.push(`M${short(point[0])} ${short(point[1])}h0`);
  return parts.join("");
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rectangles, as one path to be filled. */
export function boxesPath(boxes: Iterable<Box>): string {
  const parts: string[] = [];
  for (const { x, y, width, height } of boxes) {
    parts.push(`M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`);
  }
  return parts.join("");
}

/** A hundredth of a pixel is seen by nobody. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
