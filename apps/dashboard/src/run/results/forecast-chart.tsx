import type { RegressionResults } from "@lockstep/telemetry/views";
import { useState, type ReactNode } from "react";
import { Choice } from "../../parts/choice.js";
import { forecastText } from "./regression.js";
import { ForecastLine } from "./forecast-line.js";
import { ForecastScatter } from "./forecast-scatter.js";

type Look = "course" | "scatter";

const looks: readonly { readonly value: Look; readonly label: string }[] = [
  { value: "course", label: "Course" },
  { value: "scatter", label: "Scatter" },
];

/** Forecast against truth, one after the other or one by the other. */
export function ForecastChart({ results }: { readonly results: RegressionResults }): ReactNode {
  const [look, setLook] = useState<Look>("course");
  if (results.points.length === 0) return <p>{forecastText(results)}</p>;
  return (
    <>
      <div className="forecast-head">
        <p>{forecastText(results)}</p>
        <Choice label="Look" options={looks} value={look} onChange={setLook} />
      </div>
      {look === "course" ? <ForecastLine results={results} /> : <ForecastScatter results={results} />}
    </>
  );
}
