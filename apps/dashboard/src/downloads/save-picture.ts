import type { ChartLine } from "../charts/chart-model.js";
import { plotColours } from "../charts/plot-colours.js";
import { colourOf } from "../theme/colour.js";
import { saveBlob } from "./save-file.js";

const margin = 16;
const headHeight = 52;

/** Saves a chart as PNG, with a title and a legend, which on the page are no part of the canvas. */
export function savePicture(
  chart: HTMLCanvasElement,
  title: string,
  lines: readonly ChartLine[],
  name: string,
): void {
  const ratio = devicePixelRatio;
  const picture = document.createElement("canvas");
  picture.width = chart.width + 2 * margin * ratio;
  picture.height = chart.height + (headHeight + 2 * margin) * ratio;
  const context = picture.getContext("2d");
  if (!context) return;
  context.fillStyle = plotColours().surface;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(chart, margin * ratio, (margin + headHeight) * ratio);
  context.scale(ratio, ratio);
  drawHead(context, title, lines);
  picture.toBlob((blob) => {
    if (blob) saveBlob(blob, `${name}.png`);
  });
}

function drawHead(context: CanvasRenderingContext2D, title: string, lines: readonly ChartLine[]): void {
  const family = getComputedStyle(document.body).fontFamily;
  const { line } = plotColours();
  context.textBaseline = "middle";
  context.fillStyle = colourOf("--ink");
  context.font = `600 15px ${family}`;
  context.fillText(title, margin, margin + 8);
  context.font = `12px ${family}`;
  let x = margin;
  for (const { name, colour } of lines) {
    context.fillStyle = line(colour);
    context.fillRect(x, margin + 33, 12, 3);
    context.fillStyle = colourOf("--ink-2");
    context.fillText(name, x + 18, margin + 35);
    x += 18 + context.measureText(name).width + 16;
  }
}
