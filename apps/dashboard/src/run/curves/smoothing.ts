import type { Column } from "../../charts/chart-model.js";

/**
 * Exponential moving average as TensorBoard has it (tensorboard/components/vz_line_chart2): last = last * w +
 * (1 - w) * x from last = 0, each divided by 1 - w^n, so that the first values are not drawn to zero. What is absent or
 * not finite stays as it is and counts for nothing.
 *
 * @param weight from 0 (nothing is smoothed) to below 1
 */
export function smoothed(values: Column, weight: number): Column {
  let last = 0;
  let rest = 1;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return value;
    last = last * weight + (1 - weight) * value;
    rest *= weight;
    return last / (1 - rest);
  });
}
