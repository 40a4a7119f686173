/** A number as the unevaluated sum of two float64, some 106 bits; |low| is at most half a unit in the last place of high. */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** 2^27 + 1: splits 53 bits into two halves whose products are exact (Dekker, Numerische Mathematik 18, 1971). */
const splitter = 134217729;

/** a + b exactly (Knuth). */
export function sumExactly(a: number, b: number): DoubleDouble {
  const high = a + b;
  const fromB = high - a;
  return { high, low: a - (high - fromB) + (b - fromB) };
}

/** a * b exactly (Dekker); for |a|, |b| < 2^970. */
export function multiplyExactly(a: number, b: number): DoubleDouble {
  const high = a * b;
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return { high, low: aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const { high, low } = sumExactly(a.high, b.high);
  return sumExactly(high, low + a.low + b.low);
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const { high, low } = multiplyExactly(a.high, b.high);
  return sumExactly(high, low + (a.high * b.low + a.low * b.high));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = a.high / b.high;
  const back = multiply({ high, low: 0 }, b);
  return sumExactly(high, (a.high - back.high - back.low + a.low) / b.high);
}

function upperHalf(value: number): number {
  const shifted = splitter * value;
  return shifted - (shifted - value);
}
