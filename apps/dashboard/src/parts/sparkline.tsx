import type { ReactNode } from "react";

const width = 96;
const height = 24;
const inset = 1.5;

/** A curve without axes, as wide as it is; absent values leave no gap. */
export function Sparkline({
  values,
  label,
}: {
  readonly values: readonly (number | null)[];
  readonly label: string;
}): ReactNode {
  const path = sparkPath(values, width, height, inset);
  if (path === undefined) return <span className="quiet">–</span>;
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <path d={path} />
    </svg>
  );
}

/** Of at least two values; undefined where there are fewer. */
export function sparkPath(
  values: readonly (number | null)[],
  width: number,
  height: number,
  inset: number,
): string | undefined {
  const points = values.flatMap((value, index) =>
    value === null || !Number.isFinite(value) ? [] : [[index, value] as const],
  );
  if (points.length < 2) return undefined;
  const ys = points.map(([, value]) => value);
  const [least, greatest] = [Math.min(...ys), Math.max(...ys)];
  const span = greatest - least || 1;
  const place = ([index, value]: readonly [number, number]): string => {
    const x = inset + ((width - 2 * inset) * index) / (values.length - 1);
    const y = inset + ((height - 2 * inset) * (greatest - value)) / span;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  return `M${points.map(place).join("L")}`;
}
