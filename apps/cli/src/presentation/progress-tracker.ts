import type { RunEvent } from "@lockstep/telemetry";
import { noticeOf } from "./notices.js";
import type { Bar } from "./progress-bar.js";

/** What a view shows. */
export type Progress =
  | { readonly type: "heading"; readonly text: string }
  | { readonly type: "bar"; readonly bar: Bar }
  | { readonly type: "notice"; readonly text: string };

type EventOf<T extends RunEvent["type"]> = RunEvent & { readonly type: T };

/** Turns a run's events into what is shown of them. All times come from the events. */
export class ProgressTracker {
  #epochs = 0;
  #stepsPerEpoch = 0;
  #started = false;
  #headedEpoch = 0;
  #epochMs = 0;

  take(event: RunEvent): readonly Progress[] {
    const notice = noticeOf(event, this.#started);
    const shown = this.#show(event);
    return notice === undefined ? shown : [{ type: "notice", text: notice }, ...shown];
  }

  #show(event: RunEvent): readonly Progress[] {
    switch (event.type) {
      case "run-submitted":
        this.#epochs = event.epochs;
        this.#stepsPerEpoch = event.stepsPerEpoch;
        return [];
      case "run-started":
        this.#started = true;
        return [];
      case "step":
        return [...this.#heading(event.epoch), this.#step(event)];
      case "epoch":
        return [...this.#heading(event.epoch), finished(event, event.steps)];
      case "evaluation-progress":
        return event.part === "test" ? [unmeasured(event.done, event.total)] : [];
      case "tested":
        return [finished(event, event.steps)];
      default:
        return [];
    }
  }

  #heading(epoch: number): readonly Progress[] {
    if (epoch === this.#headedEpoch) return [];
    this.#headedEpoch = epoch;
    this.#epochMs = 0;
    return [{ type: "heading", text: `Epoch ${epoch}/${this.#epochs}` }];
  }

  #step(event: EventOf<"step">): Progress {
    this.#epochMs += event.durationMs;
    const { stepInEpoch: current, epochMeasures: measures } = event;
    const total = Math.max(this.#stepsPerEpoch, current);
    return { type: "bar", bar: { current, total, elapsedMs: this.#epochMs, measures, final: false } };
  }
}

function finished({ measures, durationMs }: EventOf<"epoch"> | EventOf<"tested">, steps: number): Progress {
  return { type: "bar", bar: { current: steps, total: steps, elapsedMs: durationMs, measures, final: true } };
}

function unmeasured(current: number, total: number): Progress {
  return { type: "bar", bar: { current, total, elapsedMs: 0, measures: {}, final: false } };
}
