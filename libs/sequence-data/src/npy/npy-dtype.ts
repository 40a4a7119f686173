import { DataError } from "../data-error.js";

/** An element type whose values are numbers. */
export interface NpyDtype {
  /** NumPy's description, such as `<f4`. */
  readonly descr: string;
  readonly bytes: number;
  /** Value of the element at a byte offset. */
  readonly read: (view: DataView, offset: number) => number;
}

type Reader = (view: DataView, offset: number, littleEndian: boolean) => number;

/** Readers by kind and size: boolean, signed, unsigned, float. */
const readers: Readonly<Record<string, Reader>> = {
  b1: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1),
  i1: (view, offset) => view.getInt8(offset),
  u1: (view, offset) => view.getUint8(offset),
  i2: (view, offset, little) => view.getInt16(offset, little),
  u2: (view, offset, little) => view.getUint16(offset, little),
  i4: (view, offset, little) => view.getInt32(offset, little),
  u4: (view, offset, little) => view.getUint32(offset, little),
  i8: (view, offset, little) => Number(view.getBigInt64(offset, little)),
  u8: (view, offset, little) => Number(view.getBigUint64(offset, little)),
  f2: (view, offset, little) => halfValue(view.getUint16(offset, little)),
  f4: (view, offset, little) => view.getFloat32(offset, little),
  f8: (view, offset, little) => view.getFloat64(offset, little),
};

/** Kinds that cannot be numbers of a sequence, in words. */
const otherKinds: Readonly<Record<string, string>> = {
  O: "Python objects: often a ragged list, pad it to one length",
  S: "texts",
  U: "texts",
  V: "records",
  c: "complex numbers",
  M: "dates",
  m: "durations",
};

/** @throws DataError for a type whose values are not real numbers */
export function parseDtype(descr: string): NpyDtype {
  const [, order, code] = /^([<>|=]?)([biuf]\d)$/.exec(descr) ?? [];
  const read = code === undefined || !Object.hasOwn(readers, code) ? undefined : readers[code];
  if (code === undefined || read === undefined) {
    const kind = otherKinds[/[A-Za-z]/.exec(descr)?.[0] ?? ""];
    const got =
      descr === "structured"
        ? "records"
        : `${JSON.stringify(descr)}${kind === undefined ? "" : ` (${kind})`}`;
    throw new DataError("DATA_INVALID", `expected numbers (b1, i1-i8, u1-u8, f2-f8), got dtype ${got}`);
  }
  const littleEndian = order !== ">";
  return { descr, bytes: Number(code.slice(1)), read: (view, offset) => read(view, offset, littleEndian) };
}

/** Value of an IEEE 754 binary16 number. */
function halfValue(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
