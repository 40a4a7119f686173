import type { LiveRun } from "../live-run.js";
import { line, type Line, type Medium } from "../text.js";

/** What a frame is made from. */
export interface FrameSource {
  readonly run: LiveRun;
  /** What was last said beside events. */
  readonly message?: Message;
  /** Since anything came of the run. */
  readonly silentMs: number;
  /** Whether keys are read. */
  readonly keys: boolean;
}

export interface Message {
  readonly text: string;
  readonly tone: "plain" | "warning" | "bad";
}

/** A part of a frame whose height gives way. */
export interface Section {
  /** Rows that it would like, its heading included; 0: it has nothing to show. */
  readonly wanted: number;
  /** Rows below which it says too little. */
  readonly least: number;
  /** Its lines, `rows` at most. */
  render(rows: number): readonly Line[];
}

export type SectionOf = (source: FrameSource, medium: Medium) => Section;

export const emptySection: Section = { wanted: 0, least: 0, render: () => [] };

/** A heading with something beside it. */
export function heading(title: string, beside = ""): Line {
  return beside === "" ? line(title, "strong") : [{ text: title, tone: "strong" }, { text: `  ${beside}` }];
}

/**
 * How many rows each section gets: what it needs, the first ones first, then what it would like. A section that there
 * is no room for gets none.
 */
export function sharedRows(sections: readonly Section[], rows: number): readonly number[] {
  let left = rows;
  const given = sections.map(({ wanted, least }) => {
    const need = Math.min(wanted, least);
    const got = need <= left ? need : 0;
    left -= got;
    return got;
  });
  return given.map((got, index) => {
    const more = got === 0 ? 0 : Math.min(left, (sections[index] as Section).wanted - got);
    left -= more;
    return got + more;
  });
}
