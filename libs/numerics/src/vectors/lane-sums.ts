import type { Stretch, VectorOperation } from "./vector-operation.js";

/**
 * Sums over a stretch are taken in eight lanes: element k belongs to lane k % 8, counted from the stretch's begin, and
 * each lane is a float64 sum in order. The order is a part of the sum's definition, and leaves room for several
 * additions at a time.
 */
const laneCount = 8;

/** Several sums, each in lanes of its own. */
export class LaneSums {
  /** (count, 8) */
  readonly lanes: Float64Array;

  constructor(readonly count: number) {
    this.lanes = new Float64Array(count * laneCount);
  }

  /** What the lanes of a sum come to. */
  total(sum: number): number {
    return totalOf(this.lanes, sum * laneCount);
  }
}

/** What eight lanes come to, from the first on. */
function totalOf(lanes: Float64Array, first: number): number {
  const pair = (lane: number): number =>
    (lanes[first + lane] as number) + (lanes[first + lane + 4] as number);
  return pair(0) + pair(2) + (pair(1) + pair(3));
}

/** Adds the squares of a stretch to a sum. They are exact in float64, and no sum of them overflows. */
export function squaresSum(
  values: Float32Array,
  { begin: first, end: last }: Stretch,
  { lanes }: LaneSums,
  sum: number,
): VectorOperation {
  const lane = sum * laneCount;
  return {
    name: "sum-of-squares",
    begin: first,
    end: last,
    vectors: [values, lanes],
    numbers: [lane],
    over: (begin, end) => addSquares(values, { begin, end }, first, { lanes, lane }),
  };
}

/** Adds the absolute values of a stretch to a sum. */
export function magnitudesSum(
  values: Float32Array,
  { begin: first, end: last }: Stretch,
  { lanes }: LaneSums,
  sum: number,
): VectorOperation {
  const lane = sum * laneCount;
  return {
    name: "sum-of-magnitudes",
    begin: first,
    end: last,
    vectors: [values, lanes],
    numbers: [lane],
    over(begin, end) {
      for (let index = begin; index < end; index++) {
        const at = lane + ((index - first) % laneCount);
        lanes[at] = (lanes[at] as number) + Math.abs(values[index] as number);
      }
    },
  };
}

/** Where a sum is taken: the first of its lanes among all. */
interface Place {
  readonly lanes: Float64Array;
  readonly lane: number;
}

function addSquares(values: Float32Array, { begin, end }: Stretch, first: number, place: Place): void {
  const aligned = Math.min(end, begin + ((laneCount - ((begin - first) % laneCount)) % laneCount));
  addFewSquares(values, { begin, end: aligned }, first, place);
  const rest = addWholeSquares(values, aligned, end, place);
  addFewSquares(values, { begin: rest, end }, first, place);
}

function addFewSquares(values: Float32Array, { begin, end }: Stretch, first: number, place: Place): void {
  const { lanes, lane } = place;
  for (let index = begin; index < end; index++) {
    const at = lane + ((index - first) % laneCount);
    const value = values[index] as number;
    lanes[at] = (lanes[at] as number) + value * value;
  }
}

/** Eight at a time. What a loop changes is its own: engines keep it in registers. */
function addWholeSquares(values: Float32Array, begin: number, end: number, { lanes, lane }: Place): number {
  let a = lanes[lane] as number;
  let b = lanes[lane + 1] as number;
  let c = lanes[lane + 2] as number;
  let d = lanes[lane + 3] as number;
  let e = lanes[lane + 4] as number;
  let f = lanes[lane + 5] as number;
  let g = lanes[lane + 6] as number;
  let h = lanes[lane + 7] as number;
  let index = begin;
  for (; index + laneCount <= end; index += laneCount) {
    a += (values[index] as number) * (values[index] as number);
    b += (values[index + 1] as number) * (values[index + 1] as number);
    c += (values[index + 2] as number) * (values[index + 2] as number);
    d += (values[index + 3] as number) * (values[index + 3] as number);
    e += (values[index + 4] as number) * (values[index + 4] as number);
    f += (values[index + 5] as number) * (values[index + 5] as number);
    g += (values[index + 6] as number) * (values[index + 6] as number);
    h += (values[index + 7] as number) * (values[index + 7] as number);
  }
  lanes[lane] = a;
  lanes[lane + 1] = b;
  lanes[lane + 2] = c;
  lanes[lane + 3] = d;
  lanes[lane + 4] = e;
  lanes[lane + 5] = f;
  lanes[lane + 6] = g;
  lanes[lane + 7] = h;
  return index;
}
