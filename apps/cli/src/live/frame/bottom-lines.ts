import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import { line, type Line } from "../text.js";
import type { FrameSource } from "./section.js";

/** What proves the numbers, what was said last, and what the keys do. */
export function bottomLines(source: FrameSource): readonly Line[] {
  const { run } = source.run;
  return [...trust(run), said(source), keyLine(source)];
}

function trust(run: RunSnapshot | undefined): readonly Line[] {
  if (!run) return [];
  const dropped = Object.entries(run.droppedResults).filter(([, number]) => number > 0);
  const what = dropped.map(([kind, number]) => `${number} ${kind}`).join(", ");
  return [
    [{ text: "Digest  ", tone: "strong" }, { text: run.digest ?? "none yet" }],
    [
      { text: "Results dropped  ", tone: "strong" },
      { text: what === "" ? "none" : `${what} (they changed nothing)` },
    ],
  ];
}

/** A silence that is worth a word. */
const longSilenceMs = 5_000;

function said({ message, silentMs, run: { run } }: FrameSource): Line {
  if (message) return line(message.text, message.tone);
  const isSilent = silentMs >= longSilenceMs && run?.state === "running";
  return isSilent ? line(`nothing new for ${Math.floor(silentMs / 1000)} s`, "warning") : [];
}

function keyLine({ keys, run: { run } }: FrameSource): Line {
  if (!keys) return line("Ctrl-C leaves (the run goes on)", "faint");
  const isOn = run !== undefined && !isFinished(run);
  return [
    { text: "q", tone: "strong" },
    { text: " leave (the run goes on)" },
    ...(isOn && run.state !== "paused"
      ? [{ text: "   " }, { text: "p", tone: "strong" as const }, { text: " pause it" }]
      : []),
    ...(run?.state === "paused"
      ? [{ text: "   " }, { text: "r", tone: "strong" as const }, { text: " let it go on" }]
      : []),
  ];
}
