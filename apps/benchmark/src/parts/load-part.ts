import { largeModelSection, loadSection } from "../load/load-section.js";
import type { Bench, PartReport } from "./part.js";

/** A coordinator with many workers, and with a large model: one after the other, as each takes all cores. */
export async function loadPart({ effort, note }: Bench): Promise<PartReport> {
  return {
    sections: [await loadSection(effort, note), await largeModelSection(effort, note)],
    comparisons: [],
  };
}
