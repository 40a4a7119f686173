/** Values of a line, one for each x; null where it has none. */
export type Column = readonly (number | null)[];

/** One line of a chart, and what is drawn behind it. */
export interface ChartLine {
  readonly name: string;
  /** A custom property of the theme. */
  readonly colour: `--${string}`;
  readonly values: Column;
  /** What `values` was smoothed from. */
  readonly raw?: Column;
  /** Bounds of what each x stands for, where that is several steps. */
  readonly low?: Column;
  readonly high?: Column;
  /** Few values, each with a dot, such as validation's: one for each epoch. */
  readonly isSparse?: boolean;
}

/** What a chart shows. */
export interface ChartModel {
  /** Going up. */
  readonly x: readonly number[];
  readonly lines: readonly ChartLine[];
}

/** Something that happened, marked on all of a page's charts. */
export interface ChartMark {
  readonly x: number;
  readonly text: string;
  readonly tone: "good" | "warn" | "bad" | "idle";
}

/** What numbers along x are. */
export type XKind = "count" | "duration" | "time";

/** From and to, along x. */
export type ChartWindow = readonly [number, number];
