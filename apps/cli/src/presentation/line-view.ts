import type { RunEvent } from "@lockstep/telemetry";
import { plainText } from "./plain-text.js";
import { formatLine } from "./progress-bar.js";
import { ProgressTracker } from "./progress-tracker.js";
import type { ProgressView } from "./progress-view.js";

/** A line an epoch: `Epoch 1/10 - 4/4 - 0s 5ms/step - accuracy: 0.5235 - loss: 0.7062`. */
export class LineView implements ProgressView {
  readonly #tracker = new ProgressTracker();
  #heading = "";

  constructor(private readonly write: (text: string) => void) {}

  event(event: RunEvent): void {
    for (const progress of this.#tracker.take(event)) {
      if (progress.type === "notice") this.note(progress.text);
      else if (progress.type === "heading") this.#heading = `${progress.text} - `;
      else if (progress.bar.final) this.#finish(formatLine(progress.bar));
    }
  }

  note(text: string): void {
    this.write(`${plainText(text)}\n`);
  }

  end(): void {
    this.#heading = "";
  }

  #finish(line: string): void {
    this.write(`${this.#heading}${line}\n`);
    this.#heading = "";
  }
}
