import { fitted, type Line, type Medium } from "../text.js";
import { bottomLines } from "./bottom-lines.js";
import { eventsSection } from "./events-section.js";
import { measuresSection } from "./measures-section.js";
import { progressLines } from "./progress-lines.js";
import { sharedRows, type FrameSource, type Section } from "./section.js";
import { workersSection } from "./workers-section.js";

/** A whole terminal. */
export interface FrameSize extends Medium {
  readonly rows: number;
}

/** What a terminal of that size shows of a run: `rows` lines at most, none wider than the columns. */
export function frameOf(source: FrameSource, size: FrameSize): readonly Line[] {
  const top = progressLines(source.run, size);
  const bottom = bottomLines(source).slice(-size.rows);
  const room = size.rows - top.length - bottom.length;
  const sections = [measuresSection, workersSection, eventsSection].map((of) => of(source, size));
  const middle = room > 0 ? middleLines(sections, room) : [];
  const above = [...top, ...middle].slice(0, Math.max(0, size.rows - bottom.length));
  const blanks = Array.from({ length: size.rows - above.length - bottom.length }, (): Line => []);
  return [...above, ...blanks, ...bottom].map((line) => fitted(line, size));
}

/** What stays in the terminal when the run is over. */
export function closingLines(source: FrameSource, medium: Medium): readonly Line[] {
  const measures = measuresSection(source, medium);
  const lines = [...progressLines(source.run, medium), ...measures.render(measures.wanted)];
  return lines.map((line) => fitted(line, medium));
}

/** Sections below each other; an empty line before each, where none but the last has to give way for it. */
function middleLines(sections: readonly Section[], room: number): readonly Line[] {
  const there = sections.filter(({ wanted }) => wanted > 0);
  const comfortable = there.reduce(
    (sum, { wanted, least }, index) =>
      sum + 1 + (index === there.length - 1 ? Math.min(wanted, least) : wanted),
    0,
  );
  const gap: readonly Line[] = comfortable <= room ? [[]] : [];
  const rows = sharedRows(there, room - gap.length * there.length);
  return there.flatMap((section, index) => {
    const given = rows[index] ?? 0;
    return given === 0 ? [] : [...gap, ...section.render(given)];
  });
}
