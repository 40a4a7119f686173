import type { Measures } from "@lockstep/telemetry";
import { plainLine } from "./plain-text.js";

/** As Keras shows a number: four decimals, or an exponent where these would show next to nothing. */
export function formatMeasure(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) > 1e-3) return value.toFixed(4);
  return value.toExponential(4).replace(/e([+-])(\d)$/, "e$10$2");
}

/** In Keras's order: by name, validation's after the training's, and the learning rate, where it is logged, at the end. */
export function orderedMeasures(measures: Measures): readonly (readonly [name: string, value: number])[] {
  return Object.entries(measures).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** ` - accuracy: 0.5235 - loss: 0.7062` */
export function formatMeasures(measures: Measures): string {
  return orderedMeasures(measures)
    .map(([name, value]) => ` - ${plainLine(name)}: ${formatMeasure(value)}`)
    .join("");
}

function rank(name: string): number {
  if (name === "learning_rate") return 2;
  return name.startsWith("val_") ? 1 : 0;
}
