const missing = "–";
const wholes = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A measure, a norm, a rate of learning: four significant digits, as an exponent where zeros would hide them. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return missing;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const written = value.toExponential(digits - 1);
  const exponent = Number(written.slice(written.indexOf("e") + 1));
  if (exponent < -4 || exponent >= 6) return signed(written.replace("e+", "e"));
  return signed(value.toFixed(Math.max(0, digits - 1 - exponent)));
}

/** A count, with thousands apart. */
export function formatCount(value: number | undefined): string {
  return value === undefined ? missing : signed(wholes.format(value));
}

/** So many a second: two or three significant digits. */
export function formatRate(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return missing;
  if (value >= 100) return formatCount(value);
  if (value >= 10) return value.toFixed(1);
  return value === 0 ? "0" : value.toFixed(value >= 0.1 ? 2 : 3);
}

/** A part of a whole, from 0 to 1, as percents; all of it is said of all of it only. */
export function formatPercent(part: number | undefined, digits = 0): string {
  if (part === undefined || !Number.isFinite(part)) return missing;
  const scale = 10 ** digits;
  const percents = part < 1 ? Math.floor(part * 100 * scale + 1e-9) / scale : part * 100;
  return `${percents.toFixed(digits)} %`;
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** A size of memory or of a file. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined) return missing;
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** With a minus as wide as digits are. */
function signed(text: string): string {
  return text.replace(/^-/, "−");
}
