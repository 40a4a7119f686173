import type { JsonlSource } from "@lockstep/job";
import { suggestion } from "@lockstep/job";
import { invalidData } from "../data-error.js";
import { readLines } from "../files/read-lines.js";
import { showText, showUnknown } from "./parse-number.js";
import { SequenceCollector } from "./sequence-collector.js";
import { isWanted } from "./source-reading.js";
import type { SourceData, SourceReading } from "./source-reading.js";

/** JSON Lines: an object a line, a sequence each, of any length. Empty lines are passed over. */
export async function readJsonlSource(source: JsonlSource, reading: SourceReading): Promise<SourceData> {
  const path = await reading.resolve(source.jsonl);
  const { tokens, targetPer, sampleWeight } = source;
  const collector = new SequenceCollector(
    path,
    { tokens, targetPer, hasWeight: sampleWeight !== undefined },
    reading,
  );
  let row = 0;
  for await (const { text, number } of readLines(path)) {
    if (text.trim() === "" || !isWanted(row++, source.rows)) continue;
    const place = `${path}: line ${number}`;
    const object = parseObject(text, place);
    const { withTargets } = reading;
    const record = {
      x: valueOf(object, source.x, place),
      y: withTargets ? valueOf(object, source.y, place) : undefined,
      weight: withTargets && sampleWeight !== undefined ? valueOf(object, sampleWeight, place) : undefined,
    };
    collector.add(record, place);
  }
  return collector.finish();
}

function parseObject(text: string, place: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidData(place, `expected a JSON object, got ${showText(text)}: ${String(error)}`, error);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return new Map(Object.entries(value));
  }
  throw invalidData(place, `expected a JSON object, got ${showUnknown(value)}`);
}

function valueOf(object: ReadonlyMap<string, unknown>, key: string, place: string): unknown {
  if (object.has(key)) return object.get(key);
  const there = [...object.keys()];
  const listed = there.length === 0 ? "none" : there.slice(0, 20).join(", ");
  throw invalidData(place, `no key ${key}; there: ${listed}${suggestion(key, there)}`);
}
