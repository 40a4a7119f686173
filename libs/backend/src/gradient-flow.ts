/** Statistics with the sums of the gradient flow behind them, where there are some. */
export function withGradientFlow(statistics: Float64Array, flow: Float64Array | undefined): Float64Array {
  if (flow === undefined) return statistics;
  const all = new Float64Array(statistics.length + flow.length);
  all.set(statistics);
  all.set(flow, statistics.length);
  return all;
}
