import type { RunSnapshot } from "@lockstep/telemetry/events";
import { formatRemaining } from "../../presentation/durations.js";
import type { LiveRun } from "../live-run.js";
import { line, widthOf, type Line, type Medium, type Span, type Tone } from "../text.js";

/** Which run it is, what it does, and how far it has come. */
export function progressLines(live: LiveRun, medium: Medium): readonly Line[] {
  const { run } = live;
  if (!run) return [line(`${live.runId}: waiting for the coordinator's word`, "faint")];
  const reason = reasonOf(run);
  return [
    title(run, medium),
    ...(reason === undefined ? [] : [line(reason, toneOf(run.state))]),
    ...(run.totalSteps > 0 ? [bar(run, live, medium)] : []),
    line(pace(run, live).join(medium.unicode ? " · " : ", ")),
  ];
}

function title({ state, name, runId }: RunSnapshot, { unicode }: Medium): Line {
  const other = runId.startsWith(name) ? [] : [{ text: `  ${name}` }];
  return [
    { text: `${unicode ? "●" : "*"} ${state}`, tone: toneOf(state) },
    { text: `  ${runId}`, tone: "strong" },
    ...other,
  ];
}

function toneOf(state: RunSnapshot["state"]): Tone {
  switch (state) {
    case "running":
    case "completed":
      return "good";
    case "failed":
      return "bad";
    case "queued":
    case "waiting":
    case "paused":
    case "stopped":
      return "warning";
  }
}

function reasonOf({ state, waitingFor, pausedFor, reason }: RunSnapshot): string | undefined {
  if (waitingFor !== undefined) return `waiting for ${waitingFor}`;
  if (pausedFor !== undefined) return `paused: ${pausedFor}`;
  return reason === undefined ? undefined : `${state}: ${reason}`;
}

/** Columns of a bar that says anything, and that is as long as it need be. */
const shortest = 8;
const longest = 60;

function bar(run: RunSnapshot, live: LiveRun, medium: Medium): Line {
  const before = `epoch ${count(run.epoch)}/${count(run.epochs)}  `;
  const part = Math.min(1, run.step / run.totalSteps);
  const after = `  step ${count(run.step)}/${count(run.totalSteps)}  ${Math.floor(100 * part)} %`;
  const room = medium.columns - widthOf(before + after);
  if (room < shortest) return line((before + after.trimStart()).trimEnd());
  return [{ text: before }, ...stripes(part, Math.min(room, longest), medium), { text: after }];
}

function stripes(part: number, columns: number, { unicode }: Medium): readonly Span[] {
  const done = Math.floor(part * columns);
  const signs = unicode ? (["━", "─"] as const) : (["=", "-"] as const);
  return [
    { text: signs[0].repeat(done), tone: "good" },
    { text: signs[1].repeat(columns - done), tone: "faint" },
  ];
}

function pace(run: RunSnapshot, live: LiveRun): readonly string[] {
  const { evaluation, step, newestMs } = live;
  const isOn = run.state === "running";
  const rate = isOn ? live.rate.stepsPerSecond : undefined;
  const left = run.totalSteps - run.step;
  return [
    ...(evaluation ? [`${evaluation.part} ${count(evaluation.done)}/${count(evaluation.total)}`] : []),
    ...(rate === undefined ? [] : [`${rateText(rate)} steps/s`]),
    ...(rate === undefined || left <= 0 ? [] : [`about ${formatRemaining((1000 * left) / rate)} left`]),
    ...(newestMs === undefined ? [] : [`${formatRemaining(Math.max(0, newestMs - run.submittedMs))} so far`]),
    ...(isOn && step
      ? [`${count(step.workers)} ${step.workers === 1 ? "worker" : "workers"} in the last step`]
      : []),
  ];
}

/** Three digits. */
function rateText(perSecond: number): string {
  return perSecond >= 100 ? count(Math.round(perSecond)) : `${Number(perSecond.toPrecision(3))}`;
}

/** `1,234` */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}
