import { DataError } from "../data-error.js";
import { parseDtype } from "./npy-dtype.js";
import type { NpyDtype } from "./npy-dtype.js";

/** What a `.npy` header says. Format: NEP 1, numpy.lib.format. */
export interface NpyHeader {
  readonly dtype: NpyDtype;
  /** Column-major order of the elements. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  readonly elements: number;
}

/** Bytes that every version begins with: magic, version, and the shorter form of the header's length. */
export const preambleBytes = 10;

/** Most axes that NumPy makes. */
const maxAxes = 64;

/** Longest header text; a plain array needs some 100 bytes. */
const maxHeaderBytes = 1 << 16;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Length of the fixed part by version: the length of the text has 2 bytes in version 1, 4 in later ones. */
export function fixedBytes(preamble: Uint8Array): number {
  if (preamble.length < preambleBytes || magic.some((byte, index) => preamble[index] !== byte)) {
    throw new DataError("DATA_INVALID", "expected an array in .npy format, got other bytes");
  }
  const major = preamble[6] ?? 0;
  if (major < 1 || major > 3) {
    throw new DataError("DATA_INVALID", `expected .npy format version 1, 2 or 3, got ${major}`);
  }
  return major === 1 ? 10 : 12;
}

/** Length of the header's text. @param fixed the fixed part, whole */
export function headerTextBytes(fixed: Uint8Array): number {
  const view = new DataView(fixed.buffer, fixed.byteOffset, fixed.byteLength);
  const length = fixed.length === 10 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > maxHeaderBytes) {
    throw new DataError(
      "DATA_INVALID",
      `expected a .npy header of at most ${maxHeaderBytes} bytes, got ${length}`,
    );
  }
  return length;
}

/** Reads the header's text: a Python dictionary such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }`. */
export function parseHeaderText(text: string): NpyHeader {
  const descr = /['"]descr['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|\[)/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1];
  const axes = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (descr === null || order === undefined || axes === undefined) {
    throw new DataError(
      "DATA_INVALID",
      `expected a .npy header with descr, fortran_order and shape, got ${show(text)}`,
    );
  }
  const shape = parseAxes(axes);
  return {
    dtype: parseDtype(descr[1] ?? descr[2] ?? "structured"),
    fortranOrder: order === "True",
    shape,
    elements: shape.reduce((product, length) => product * length, 1),
  };
}

function parseAxes(text: string): number[] {
  const parts = text.split(",").map((part) => part.trim().replace(/L$/, ""));
  if (parts.at(-1) === "") parts.pop();
  if (parts.length > maxAxes) {
    throw new DataError("DATA_INVALID", `expected a shape of at most ${maxAxes} axes, got ${parts.length}`);
  }
  return parts.map((part) => {
    const length = /^\d+$/.test(part) ? Number(part) : NaN;
    if (Number.isSafeInteger(length)) return length;
    throw new DataError("DATA_INVALID", `expected whole numbers as shape, got (${show(text)})`);
  });
}

function show(text: string): string {
  return JSON.stringify(text.trim().slice(0, 120));
}
