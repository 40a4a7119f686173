import type { Comparison } from "./comparison.js";
import { formatFigure } from "./format-figure.js";
import type { Machine, Report, ReportSection, Row } from "./report.js";
import { alignColumns } from "./table.js";

/** The report for people. */
export function formatReport(report: Report): string {
  const { machine, versions, sections, comparisons, durationSeconds } = report;
  const figures = sections.flatMap(({ title, rows }) => [
    title,
    ...alignColumns([["", "minimum", "median", "n"], ...rows.map(cellsOf)]),
    "",
  ]);
  return [
    "Lockstep's benchmark",
    machineLine(machine),
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    "",
    ...figures,
    ...alignColumns([["Side by side", "minima", "medians", "aim"], ...comparisons.map(comparisonCells)]),
    ...notMeasured(sections),
    "",
    `Measured in turns in ${Math.round(durationSeconds)} s; one thread each. Minima say what the code costs, medians also what else ran.`,
    "",
  ].join("\n");
}

function machineLine({ cpu, cores, memoryGiB, system, node, loadAverage }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}, load before ${loadAverage.toFixed(1)}`;
}

function cellsOf({ label, unit, outcome, share }: Row): string[] {
  if (outcome.kind === "unavailable") return [`  ${label}`, "-", "-", "0"];
  const { minimum, median, repetitions } = outcome;
  return [
    `  ${label}`,
    `${formatFigure(minimum)} ${unit}`,
    `${formatFigure(median)} ${unit}`,
    `${repetitions}`,
    ...(share === undefined ? [] : [`${Math.round(100 * share)} %`]),
  ];
}

function comparisonCells({ label, unit, values, aim, verdict }: Comparison): string[] {
  const show = (value: number | undefined): string =>
    value === undefined ? "-" : `${formatFigure(value)} ${unit}`;
  const aimText = aim ? `${aim.relation} ${aim.value} ${unit}: ${verdict ?? "not measured"}` : "";
  return [`  ${label}`, show(values?.ofMinima), show(values?.ofMedians), aimText];
}

/** Why rows are empty, below the table: the reasons are long. */
function notMeasured(sections: readonly ReportSection[]): string[] {
  const lines = sections
    .flatMap(({ rows }) => rows)
    .flatMap(({ label, outcome }) =>
      outcome.kind === "unavailable" ? [`  ${label}: ${outcome.reason}`] : [],
    );
  return lines.length === 0 ? [] : ["", "Not measured", ...lines];
}
