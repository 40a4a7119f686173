import type { EventLine } from "../event-line.js";
import type { Line } from "../text.js";
import { emptySection, heading, type SectionOf } from "./section.js";

/** What happened last, the newest at the end. */
export const eventsSection: SectionOf = ({ run: { lines } }) => {
  if (lines.length === 0) return emptySection;
  return {
    wanted: 1 + lines.length,
    least: Math.min(3, 1 + lines.length),
    render: (rows) => [heading("Events"), ...(rows > 1 ? lines.slice(1 - rows).map(lineOf) : [])],
  };
};

function lineOf({ time, text, tone }: EventLine): Line {
  return [
    { text: `  ${clock(time)}  `, tone: "faint" },
    { text, tone },
  ];
}

/** `13:05:09`, here. */
function clock(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "--:--:--" : date.toTimeString().slice(0, 8);
}
