import type { RunEvent } from "@lockstep/telemetry/events";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Router } from "wouter";
import { EventRow } from "./event-row.js";

const event: RunEvent = {
  type: "worker-left",
  workerId: "<img src=x onerror=alert(1)>",
  reason: "connection <b>lost</b>",
  returnedMicroBatches: 3,
  sequence: 7,
  runId: "a/b?c",
  time: 1_796_000_000_000,
};

const markupOf = (step?: number) =>
  renderToStaticMarkup(
    <Router ssrPath="/">
      <EventRow event={event} step={step} />
    </Router>,
  );

describe("EventRow", () => {
  it("shows names and reasons as text, whatever they are", () => {
    const markup = markupOf();
    expect(markup).toContain("&lt;img src=x onerror=alert(1)&gt; left: connection &lt;b&gt;lost&lt;/b&gt;");
    expect(markup).not.toContain("<img");
  });

  it("leads to the curves around its step, by an escaped address", () => {
    const markup = markupOf(70);
    expect(markup).toContain('href="/runs/a%2Fb%3Fc?zoom=20..120"');
    expect(markup).toContain("step 70");
  });

  it("says aloud what its picture says", () => {
    expect(markupOf()).toContain("Warning: ");
  });
});
