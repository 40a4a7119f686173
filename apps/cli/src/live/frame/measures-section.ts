import { formatMeasure } from "../../presentation/measures.js";
import { formatTest } from "../../presentation/run-results.js";
import type { LiveRun } from "../live-run.js";
import { sparkline } from "../sparkline.js";
import { line, padded, widthOf, type Line, type Medium } from "../text.js";
import { emptySection, heading, type SectionOf } from "./section.js";

/** Epochs from which on a curve of them says more than one of steps. */
const manyEpochs = 8;

const widestName = 24;
const valueColumns = 10;
const shortestCurve = 8;
const longestCurve = 60;

/** Loss and metrics, training's and validation's: curve, newest, best. */
export const measuresSection: SectionOf = ({ run: live }, medium) => {
  const names = namesOf(live);
  const further = furtherLines(live, medium);
  if (names.length === 0 && further.length === 0) return emptySection;
  const by = live.epochsOf("loss").length >= manyEpochs ? "epochs" : "steps";
  const rows = names.map((name) => rowOf(name, live));
  const lines = [
    heading("Measures", `of ${by}`),
    ...rows.map((row) => measureLine(row, rows, medium)),
    ...further,
  ];
  return { wanted: lines.length, least: 2, render: (room) => lines.slice(0, room) };
};

/** The loss first, each with its validation's after it. */
function namesOf({ run }: LiveRun): readonly string[] {
  const all = { ...run?.history.at(-1)?.measures, ...run?.measures };
  const names = Object.keys(all).filter((name) => name !== "learning_rate");
  const base = (name: string): string => name.replace(/^val_/, "");
  const rank = (name: string): string => (base(name) === "loss" ? "" : base(name));
  return names.sort((a, b) => (rank(a) === rank(b) ? a.length - b.length : rank(a) < rank(b) ? -1 : 1));
}

interface Row {
  readonly name: string;
  readonly points: readonly number[];
  readonly newest: string;
  readonly best: string;
}

function rowOf(name: string, live: LiveRun): Row {
  const best = live.bestOf(name);
  const newest = live.run?.measures[name] ?? live.epochsOf(name).at(-1);
  return {
    name,
    points: pointsOf(name, live),
    newest: newest === undefined ? "" : formatMeasure(newest),
    best: best === undefined ? "" : `best ${formatMeasure(best.value)} (epoch ${best.epoch})`,
  };
}

function pointsOf(name: string, live: LiveRun): readonly number[] {
  const epochs = live.epochsOf(name);
  if (name.startsWith("val_")) return epochs;
  const steps = live.stepsOf(name);
  return epochs.length < manyEpochs && steps.length > 0 ? steps : epochs;
}

function measureLine({ name, points, newest, best }: Row, rows: readonly Row[], medium: Medium): Line {
  const nameColumns = Math.min(widestName, Math.max(...rows.map((row) => widthOf(row.name))));
  const bestColumns = Math.max(...rows.map((row) => row.best.length));
  const others = 2 + nameColumns + 1 + 1 + valueColumns;
  const withBest = bestColumns > 0 && medium.columns - others - 2 - bestColumns >= shortestCurve;
  const room = medium.columns - others - (withBest ? 2 + bestColumns : 0);
  const curveColumns = Math.max(0, Math.min(longestCurve, room));
  const curve = sparkline(points, curveColumns, medium.unicode);
  return [
    { text: `  ${padded(name, nameColumns, medium)} ` },
    { text: curve.padEnd(curveColumns), tone: "curve" },
    { text: ` ${newest.padStart(valueColumns)}`, tone: "strong" },
    ...(withBest ? [{ text: `  ${best}` }] : []),
  ];
}

function furtherLines({ step, run }: LiveRun, { unicode }: Medium): readonly Line[] {
  const parts = [
    ...(step ? [`learning rate ${short(step.learningRate)}`] : []),
    ...(step && Object.keys(step.gradientNorms).length > 0
      ? [`gradient norm ${short(Math.hypot(...Object.values(step.gradientNorms)))}`]
      : []),
    ...(run?.test ? [`test: ${formatTest(run.test)}`] : []),
  ];
  return parts.length === 0 ? [] : [line(`  ${parts.join(unicode ? " · " : ", ")}`)];
}

function short(value: number): string {
  return `${Number(value.toPrecision(4))}`;
}
