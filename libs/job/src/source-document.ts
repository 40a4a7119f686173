import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Document, Node } from "yaml";
import type { JobPath } from "./issue-problems.js";
import { JobError } from "./job-error.js";
import type { JobProblem } from "./job-error.js";
import { showValue } from "./show-value.js";

export type JobFormat = "yaml" | "json";

/** Longest job text, in characters. Jobs are written by hand; the parser's time grows with the square of this. */
export const maxJobCharacters = 1 << 17;

/** Most aliases that may be resolved, counted with what they stand for: a small text must not grow into a huge job. */
const maxAliases = 100;

/** Most brackets open at a time. */
const maxDepth = 200;

/** A line and a column, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A parsed job text: its value, and where in the text its parts stand. */
export interface SourceDocument {
  readonly value: unknown;
  /** Where the value, or the key that holds it, begins; the nearest part above it where it is missing. */
  locate(path: JobPath): Position | undefined;
}

/**
 * Parses YAML 1.2 or JSON. JSON is YAML too, so positions and doubled keys come from one parser; what only YAML
 * allows is refused in a JSON text by JSON's own.
 * @param given a byte order mark before it is ignored
 * @throws JobError with line and column
 */
export function parseSource(given: string, format: JobFormat, fileName?: string): SourceDocument {
  const text = given.replace(/^\uFEFF/, "");
  if (text.length > maxJobCharacters) {
    const message = `expected at most ${maxJobCharacters} characters, got ${text.length}`;
    throw new JobError([{ path: "", message }], fileName);
  }
  return inJobErrors(fileName, () => {
    refuseDeepNesting(text);
    if (format === "json") JSON.parse(text);
    const lines = new LineCounter();
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: "error",
    });
    refuseSyntaxErrors(document, lines, fileName);
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    return { value, locate: (path) => locate(document, path, lines) };
  });
}

/** The parsers' own errors (bad JSON, too many aliases, nesting beyond the stack) become JobErrors. */
function inJobErrors<T>(fileName: string | undefined, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof JobError) throw error;
    const reason = error instanceof RangeError ? "nested too deeply" : String(error);
    throw new JobError([{ path: "", message: `cannot be read: ${reason}` }], fileName, { cause: error });
  }
}

/**
 * The parser is slow where thousands of levels are open. Counts brackets as if none stood in a text or comment, and
 * list dashes on one line: far more of either than a job has.
 */
function refuseDeepNesting(text: string): void {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[{\]}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > maxDepth) throw new RangeError("too many brackets open");
  }
  if (/(?:[-?:][ \t]+){200}/.test(text)) throw new RangeError("too many lists within lists");
}

function refuseSyntaxErrors(document: Document.Parsed, lines: LineCounter, fileName?: string): void {
  const problems = [...document.errors, ...document.warnings].map((error): JobProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    const message = error.code === "MULTIPLE_DOCS" ? "expected one document, got several" : error.message;
    return { path: "", message, line, column: col };
  });
  problems.push(...repeatedKeys(document, lines));
  if (problems.length > 0) throw new JobError(problems.slice(0, 20), fileName);
}

/** Keys that stand twice in one mapping. The parser's own check compares each key with all others. */
function repeatedKeys(document: Document.Parsed, lines: LineCounter): JobProblem[] {
  const problems: JobProblem[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const name: unknown = isScalar(key) ? key.value : key;
        if (seen.has(name)) {
          const { line, col } = lines.linePos(startOf(key) ?? 0);
          problems.push({
            path: "",
            message: `expected each key once, got ${showValue(name)} again`,
            line,
            column: col,
          });
        }
        seen.add(name);
      }
    },
  });
  return problems;
}

function locate(document: Document.Parsed, path: JobPath, lines: LineCounter): Position | undefined {
  let node: unknown = document.contents;
  let found = startOf(node);
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (pair === undefined) break;
      found = startOf(pair.key) ?? found;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      found = startOf(node) ?? found;
    } else break;
  }
  if (found === undefined) return undefined;
  const { line, col } = lines.linePos(found);
  return { line, column: col };
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
