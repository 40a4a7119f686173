import { createReadStream } from "node:fs";
import { DataError, invalidData } from "../data-error.js";

/**
 * A text file's contents as they come, decoded from UTF-8; a byte order mark is left out.
 * @throws DataError that names the line where the bytes are not UTF-8 or hold a zero, as binary files do
 */
export async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
      const text = decodeChunk(decoder, chunk, path, line);
      line += countLines(text, text.length);
      yield text;
    }
  } catch (error) {
    if (error instanceof DataError || !isSystemError(error)) throw error;
    throw new DataError("DATA_UNREADABLE", `${path}: cannot be read: ${error.message}`, { cause: error });
  }
  decodeChunk(decoder, undefined, path, line);
}

/** @param chunk undefined at the end, where a character may have been left half */
function decodeChunk(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array | undefined,
  path: string,
  line: number,
): string {
  let text: string;
  try {
    text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (error) {
    const place = `${path}: line ${line + lineOfBadByte(chunk ?? new Uint8Array(0))}`;
    throw invalidData(place, "expected UTF-8 text, got other bytes", error);
  }
  const zero = text.indexOf("\0");
  if (zero === -1) return text;
  const place = `${path}: line ${line + countLines(text, zero)}`;
  throw invalidData(place, "expected text, got binary data (a zero byte)");
}

/** Line breaks before the first line that is not UTF-8. The first may have begun in an earlier chunk: it is passed over. */
function lineOfBadByte(chunk: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 0;
  for (let begin = chunk.indexOf(lineFeed) + 1; begin > 0; begin = chunk.indexOf(lineFeed, begin) + 1) {
    line++;
    const end = chunk.indexOf(lineFeed, begin);
    try {
      decoder.decode(chunk.subarray(begin, end === -1 ? undefined : end));
    } catch {
      return line;
    }
  }
  return 0;
}

const lineFeed = 10;

function countLines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
