import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { gradientFlowSample } from "../../testing/gradient-flow-sample.js";
import { GradientFlowView } from "./gradient-flow-view.js";

const views = (decay: number) => renderToStaticMarkup(<GradientFlowView page={gradientFlowSample(decay)} />);

describe("GradientFlowView", () => {
  it("says in words and as a picture's word what becomes of the gradient", () => {
    const vanishing = views(0.7);
    expect(vanishing).toMatch(
      /The gradient at the first time step is 1\/[\d,]+ of that at the last: it vanishes\./,
    );
    expect(vanishing).toContain("Vanishes");
    expect(views(0.995)).toContain("it holds.");
  });

  it("has a heatmap for what goes through time, and norms for every layer", () => {
    const markup = views(0.9);
    expect(markup.match(/role="application"/g)).toHaveLength(1);
    expect(markup.match(/Update ratio of/g)).toHaveLength(2);
  });

  it("tells what no colour stands for only where it is there", () => {
    expect(views(0.9)).not.toContain("not a number");
    const page = gradientFlowSample(0.9);
    const [layer] = page.layers;
    const broken = {
      ...page,
      layers: [{ ...layer!, norms: layer!.norms.map((row) => [Number.NaN, ...row.slice(1)]) }],
    };
    expect(renderToStaticMarkup(<GradientFlowView page={broken} />)).toContain("not a number");
  });
});
