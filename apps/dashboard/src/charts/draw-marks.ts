import type uPlot from "uplot";
import type { ChartMark } from "./chart-model.js";
import { withAlpha, type PlotColours } from "./plot-colours.js";

const dash = [3, 3];

/** Draws what happened as lines from top to bottom, each with a flag at its top. */
export function drawMarks(plot: uPlot, marks: readonly ChartMark[], colours: PlotColours): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const seen = new Set<number>();
  ctx.save();
  ctx.lineWidth = ratio;
  for (const mark of marks) {
    const x = Math.round(plot.valToPos(mark.x, "x", true));
    // Those that fall onto each other are drawn once.
    if (x < bbox.left || x > bbox.left + bbox.width || seen.has(x)) continue;
    seen.add(x);
    const colour = colours.line(mark.tone === "idle" ? "--ink-3" : `--${mark.tone}`);
    ctx.strokeStyle = withAlpha(colour, 0.55);
    ctx.fillStyle = colour;
    ctx.setLineDash(dash.map((length) => length * ratio));
    ctx.beginPath();
    ctx.moveTo(x + 0.5, bbox.top);
    ctx.lineTo(x + 0.5, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - 3 * ratio, bbox.top);
    ctx.lineTo(x + 4 * ratio, bbox.top);
    ctx.lineTo(x + 0.5, bbox.top + 5 * ratio);
    ctx.fill();
  }
  ctx.restore();
}
