/** Bits of the fraction in the exact references below. */
export const bits = 220n;
/** 1 as a fixed-point number. */
export const one = 1n << bits;

/** The exact value of a float64 as a fixed-point number. */
export function fixed(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const raw = view.getBigUint64(0);
  const biased = raw >> 52n;
  const mantissa = (raw & ((1n << 52n) - 1n)) | (biased === 0n ? 0n : 1n << 52n);
  const shift = (biased === 0n ? 1n : biased) - 1075n + bits;
  const magnitude = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return value < 0 ? -magnitude : magnitude;
}

/** e^x to 200 bits, by halving x until Taylor's series is short. */
export function exactExp(x: number): bigint {
  const halvings = 24n;
  const small = fixed(x) >> halvings;
  let term = one;
  let sum = one;
  for (let n = 1n; term !== 0n && n < 60n; n += 1n) {
    term = ((term * small) >> bits) / n;
    sum += term;
  }
  for (let i = 0n; i < halvings; i += 1n) sum = (sum * sum) >> bits;
  return sum;
}

/** Distance to the next larger float64. */
export function lastPlace(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  return 2 ** (Math.max(view.getUint16(0) >> 4, 1) - 1075);
}

/** How far a result is from an exact fixed-point value, in units in the last place of the result. */
export function errorInPlaces(result: number, exact: bigint): number {
  return Math.abs(Number(((fixed(result) - exact) << 20n) / fixed(lastPlace(result))) / 2 ** 20);
}
