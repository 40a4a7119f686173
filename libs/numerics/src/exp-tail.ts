/** 1/14!, 1/13!, ... 1/2!: Taylor's series; the next term is below 2^-60 for |r| < ln(2)/2. */
const coefficients = [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => 1 / factorial(n));

/** e^r - 1 - r for |r| <= ln(2)/2. */
export function expTail(r: number): number {
  let series = 0;
  for (const coefficient of coefficients) series = series * r + coefficient;
  return series * r * r;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
