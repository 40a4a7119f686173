/** Exact powers of two and exponents, by the bits of IEEE 754 binary64. */
const view = new DataView(new ArrayBuffer(8));
const twoTo54 = 2 ** 54;

/** 2^exponent for exponents of normal numbers, -1022 to 1023. */
export function powerOfTwo(exponent: number): number {
  view.setUint32(0, (exponent + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** value = mantissa * 2^exponent with a mantissa in [sqrt(1/2), sqrt(2)); for positive finite values. */
export function splitNearOne(value: number): { mantissa: number; exponent: number } {
  const isSubnormal = value < 2 ** -1022;
  view.setFloat64(0, isSubnormal ? value * twoTo54 : value);
  const high = view.getUint32(0);
  const exponent = (high >>> 20) - 1023 - (isSubnormal ? 54 : 0);
  view.setUint32(0, (high & 0xfffff) | (1023 << 20));
  const mantissa = view.getFloat64(0);
  return mantissa < Math.SQRT2 ? { mantissa, exponent } : { mantissa: mantissa / 2, exponent: exponent + 1 };
}
