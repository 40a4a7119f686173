import type { TextSource } from "@lockstep/job";
import { GrowingValues } from "../datasets/growing-values.js";
import { readText } from "../files/read-text.js";
import { TokenNumbers } from "../preprocessing/vocabulary.js";
import type { ArrayLayout } from "../row-layout.js";
import { windowDataset } from "./series-windows.js";
import type { SourceData, SourceReading } from "./source-reading.js";

/** Windows of a text as token ids; the target is the token after the window, or the window one token further. */
export async function readTextSource(source: TextSource, reading: SourceReading): Promise<SourceData> {
  const path = await reading.resolve(source.text);
  const numbers = new TokenNumbers(source, reading.preprocessing?.vocabulary);
  const read = await readTokens(path, source.by, numbers);
  const { vocabulary, ids } = numbers.finish();
  const inputs = ids ? read.map((number) => ids[number] as number) : read;
  const { length, stride } = source.windows;
  const series = { place: path, inputs, features: 1 };
  const target = reading.withTargets ? { ...targetOf(source.target, length), values: inputs } : undefined;
  const dataset = windowDataset(
    { ...series, ...(target && { target }) },
    { length, stride, samplingRate: 1 },
    reading.padding,
  );
  return { dataset, vocabulary };
}

function targetOf(
  target: TextSource["target"],
  length: number,
): { offset: number; steps: number; layout: ArrayLayout } {
  return target === "next"
    ? { offset: length, steps: 1, layout: { name: "y", shape: [1], timed: false } }
    : { offset: 1, steps: length, layout: { name: "y", shape: [length, 1], timed: true } };
}

/** Longest word that may lie on the border of two chunks, in UTF-16 units. */
const maxWordLength = 1 << 16;

/** Reads chunk by chunk: a word at the end of one may go on in the next. */
async function readTokens(path: string, by: TextSource["by"], numbers: TokenNumbers): Promise<Float32Array> {
  const values = new GrowingValues(path);
  const place = () => path;
  let rest = "";
  for await (const chunk of readText(path)) {
    const text = rest + chunk;
    const end = by === "word" && text.length <= maxWordLength + chunk.length ? lastSpace(text) : text.length;
    rest = text.slice(end);
    values.pushAll(numbers.ofText(text.slice(0, end), place));
  }
  values.pushAll(numbers.ofText(rest, place));
  return values.finish();
}

/** Just after the last white space; 0 where there is none. */
function lastSpace(text: string): number {
  for (let end = text.length; end > 0; end--) if (/\s/.test(text[end - 1] as string)) return end;
  return 0;
}
