import type { RegressionResults } from "@lockstep/telemetry/views";
import { formatCount } from "../../format/numbers.js";
import { formatNumber } from "../../format/numbers.js";

export interface ForecastErrors {
  readonly meanAbsolute: number;
  readonly rootMeanSquare: number;
  /** Mean of forecast less truth: above 0, it forecasts too much. */
  readonly bias: number;
}

/** Of the points that are shown; undefined where there are none. */
export function forecastErrors({ points }: RegressionResults): ForecastErrors | undefined {
  if (points.length === 0) return undefined;
  const mean = (of: (error: number) => number) =>
    points.reduce((sum, { forecast, truth }) => sum + of(forecast - truth), 0) / points.length;
  return {
    meanAbsolute: mean(Math.abs),
    rootMeanSquare: Math.sqrt(mean((error) => error * error)),
    bias: mean((error) => error),
  };
}

export function forecastText(results: RegressionResults): string {
  const errors = forecastErrors(results);
  if (!errors) return "Nothing was forecast.";
  const shown = results.points.length;
  const which =
    shown === results.entries
      ? `all ${formatCount(shown)}`
      : `${formatCount(shown)} of ${formatCount(results.entries)}`;
  const { meanAbsolute, rootMeanSquare, bias } = errors;
  const lean = bias > 0 ? "too much" : "too little";
  const biased =
    Math.abs(bias) < meanAbsolute / 10
      ? ""
      : ` On the whole it forecasts ${formatNumber(Math.abs(bias))} ${lean}.`;
  return `Forecasts are off by ${formatNumber(meanAbsolute)} on average (root of the mean square: ${formatNumber(rootMeanSquare)}), over ${which} entries.${biased}`;
}
