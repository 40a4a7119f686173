import stringWidth from "string-width";
import { plainLine } from "../presentation/plain-text.js";

/** How a piece of a line is meant; colours are for those who want them, nothing is said by colour alone. */
export type Tone = "plain" | "strong" | "faint" | "good" | "warning" | "bad" | "curve";

/** A piece of a line. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

export type Line = readonly Span[];

/** A terminal as lines are made for it. */
export interface Medium {
  /** Columns that a line may have. */
  readonly columns: number;
  /** Whether it shows more than ASCII. */
  readonly unicode: boolean;
}

export function line(text: string, tone: Tone = "plain"): Line {
  return [{ text, tone }];
}

/** Columns that a text takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The text in so many columns: cut, with a sign that it is, or filled up with blanks. */
export function padded(text: string, columns: number, medium: Pick<Medium, "unicode">): string {
  const fitting = cut(shown(text, medium), columns, medium);
  return fitting + " ".repeat(Math.max(0, columns - widthOf(fitting)));
}

/** The line as the medium can show it: without what acts on a terminal, and cut where it is too long. */
export function fitted(given: Line, medium: Medium): Line {
  const spans: Span[] = [];
  let left = medium.columns;
  for (const span of given) {
    if (left <= 0) break;
    const text = cut(shown(span.text, medium), left, medium);
    left -= widthOf(text);
    spans.push({ ...span, text });
  }
  return spans;
}

function shown(text: string, { unicode }: Pick<Medium, "unicode">): string {
  const plain = plainLine(text);
  return unicode ? plain : plain.replace(/[^\x20-\x7e]/gu, "?");
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function cut(text: string, columns: number, { unicode }: Pick<Medium, "unicode">): string {
  if (widthOf(text) <= columns) return text;
  const sign = unicode ? "…" : "~";
  let taken = "";
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(taken + segment) > columns - 1) break;
    taken += segment;
  }
  return columns > 0 ? taken + sign : "";
}

const codes: Readonly<Record<Tone, string>> = {
  plain: "",
  strong: "1",
  faint: "2",
  good: "32",
  warning: "33",
  bad: "1;31",
  curve: "36",
};

/** The line as it is written to a terminal. */
export function painted(given: Line, colour: boolean): string {
  return given.map(({ text, tone = "plain" }) => paint(text, colour ? codes[tone] : "")).join("");
}

function paint(text: string, code: string): string {
  return code === "" || text === "" ? text : `\u001b[${code}m${text}\u001b[0m`;
}
