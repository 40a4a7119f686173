/** Places of a logarithmic axis that are labelled: powers of ten, and where there are few of them also 2 and 5 times. */
export function logSplits(min: number, max: number, most: number): number[] {
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const decades = Math.log10(max) - Math.log10(min);
  const every = Math.max(1, Math.ceil(decades / Math.max(1, most)));
  const mantissas = decades * 3 <= most ? [1, 2, 5] : [1];
  const splits: number[] = [];
  for (let exponent = first; exponent <= last; exponent += 1) {
    if (exponent % every !== 0) continue;
    for (const mantissa of mantissas) splits.push(Number(`${mantissa}e${exponent}`));
  }
  return splits.filter((split) => split >= min && split <= max);
}
