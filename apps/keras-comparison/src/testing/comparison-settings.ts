/** Models of each direction, and the first one's seed: other ones with LOCKSTEP_COMPARISON_SEED, more with ..._MODELS. */
export const comparisonSettings = {
  seed: numberOf("LOCKSTEP_COMPARISON_SEED", 20_261_125),
  models: numberOf("LOCKSTEP_COMPARISON_MODELS", 6),
};

function numberOf(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${name}: expected a whole number, got "${text}"`);
}
