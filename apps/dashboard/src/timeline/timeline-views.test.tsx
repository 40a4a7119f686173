import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { roundOf, spanOf, timelineSample } from "../testing/timeline-sample.js";
import { SplitPanel } from "./split-panel.js";
import { TimelineTable } from "./timeline-table.js";

const { rounds } = timelineSample();

describe("SplitPanel", () => {
  it("tells each part with its time and share, and the whole", () => {
    const markup = renderToStaticMarkup(<SplitPanel rounds={rounds} />);
    for (const part of ["parameters out", "compute", "results in", "reduction", "optimizer", "waiting"]) {
      expect(markup).toContain(part);
    }
    expect(markup).toContain("is computing gradients.");
    expect(markup).toContain("whole step");
  });

  it("is not there where no step was measured", () => {
    const span = spanOf("w", [0, 1], [0, 1]);
    const { step, ...underWay } = roundOf([span]);
    expect(step).toBeDefined();
    expect(renderToStaticMarkup(<SplitPanel rounds={[underWay]} />)).toBe("");
  });
});

describe("TimelineTable", () => {
  it("has a row for each span of the newest ten rounds, the newest first", () => {
    const markup = renderToStaticMarkup(<TimelineTable rounds={rounds} />);
    const spans = rounds.slice(-10).reduce((sum, round) => sum + round.spans.length, 0);
    expect(markup.match(/<tr>/g)).toHaveLength(spans + 1);
    expect(markup.indexOf("step 112")).toBeLessThan(markup.indexOf("step 111"));
    expect(markup).toContain("speculative duplicate");
  });
});
