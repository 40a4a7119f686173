import uPlot from "uplot";
import type { ChartCursor } from "./chart-cursor.js";
import type { ChartMark, ChartModel, ChartWindow, XKind } from "./chart-model.js";
import { drawMarks } from "./draw-marks.js";
import { paintNoMore, paintSoon, type Painter } from "./paint-queue.js";
import { plotColours, type PlotColours } from "./plot-colours.js";
import { plotColumns, plotShape, positive, type PlotColumn } from "./plot-columns.js";
import { plotOptions } from "./plot-options.js";

/** What a plot shows; another object after each change. */
export interface PlotView {
  readonly model: ChartModel;
  readonly xKind: XKind;
  readonly isLog: boolean;
  readonly x: ChartWindow;
  readonly y: ChartWindow;
  readonly marks: readonly ChartMark[];
  readonly width: number;
  readonly height: number;
  /** Another one after each change of the colours. */
  readonly theme: number;
}

/** A window that somebody chose by dragging; undefined: all. */
export type WindowListener = (window: ChartWindow | undefined) => void;

/** A uPlot that follows a view, and is made anew only where it must. */
export class LinePlot implements Painter {
  readonly #host: HTMLElement;
  readonly #cursor: ChartCursor;
  readonly #onWindow: WindowListener;
  readonly #unsubscribe: () => void;
  readonly #seen: IntersectionObserver;
  #plot: uPlot | undefined;
  #view: PlotView | undefined;
  #painted: PlotView | undefined;
  #isSeen = false;
  #colours: PlotColours | undefined;
  #shape = "";
  #isFollowing = false;

  constructor(host: HTMLElement, cursor: ChartCursor, onWindow: WindowListener) {
    this.#host = host;
    this.#cursor = cursor;
    this.#onWindow = onWindow;
    this.#unsubscribe = cursor.subscribe(() => this.#follow());
    this.#seen = new IntersectionObserver((entries) => {
      this.#isSeen = entries.at(-1)?.isIntersecting ?? false;
      if (this.#isSeen) paintSoon(this);
    });
    this.#seen.observe(host);
  }

  /** Draws it when its turn comes; what is not seen is drawn when it is. */
  show(view: PlotView): void {
    this.#view = view;
    if (this.#isSeen) paintSoon(this);
  }

  paint(): void {
    const view = this.#view;
    if (!view || view === this.#painted) return;
    const before = this.#painted;
    this.#painted = view;
    const columns = plotColumns(view.model);
    const shape = `${view.xKind} ${view.isLog} ${view.theme} ${plotShape(columns)}`;
    const data = dataOf(view, columns);
    if (!this.#plot || shape !== this.#shape) {
      this.#shape = shape;
      this.#make(view, columns, data);
      return;
    }
    if (before?.width !== view.width || before.height !== view.height) this.#plot.setSize(view);
    this.#plot.setData(data);
    this.#follow();
  }

  /** The picture as it is now. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.#plot?.ctx.canvas;
  }

  destroy(): void {
    this.#unsubscribe();
    this.#seen.disconnect();
    paintNoMore(this);
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #make(view: PlotView, columns: readonly PlotColumn[], data: uPlot.AlignedData): void {
    this.#plot?.destroy();
    const colours = plotColours();
    this.#colours = colours;
    const options = plotOptions({
      ...view,
      columns,
      colours,
      xRange: () => (this.#view ?? view).x,
      yRange: () => (this.#view ?? view).y,
      onSelect: (plot) => this.#select(plot),
      onDoubleClick: () => this.#onWindow(undefined),
      onCursor: (plot) => this.#point(plot),
      onDraw: (plot) => drawMarks(plot, (this.#view ?? view).marks, this.#colours ?? colours),
    });
    this.#plot = new uPlot(options, data, this.#host);
    this.#follow();
  }

  #select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width <= 0) return;
    const window = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")] as const;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#onWindow(window);
  }

  /** The pointer is somewhere else. */
  #point(plot: uPlot): void {
    if (this.#isFollowing) return;
    const { left } = plot.cursor;
    this.#cursor.set(left === undefined || left < 0 ? undefined : plot.posToVal(left, "x"));
  }

  /** The cursor was moved, here or in another chart. */
  #follow(): void {
    const plot = this.#plot;
    if (!plot || this.#isFollowing) return;
    const { x } = this.#cursor;
    const left = x === undefined ? -10 : plot.valToPos(x, "x");
    if (plot.cursor.left === left) return;
    this.#isFollowing = true;
    plot.setCursor({ left, top: x === undefined ? -10 : (plot.cursor.top ?? 0) }, false);
    this.#isFollowing = false;
  }
}

function dataOf({ model, isLog }: PlotView, columns: readonly PlotColumn[]): uPlot.AlignedData {
  const ys = columns.map(({ values }) => (isLog ? positive(values) : values) as (number | null)[]);
  return [model.x as number[], ...ys];
}
