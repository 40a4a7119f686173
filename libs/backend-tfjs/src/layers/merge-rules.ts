/** One element of each input of a merging layer. */
export interface MergedElement {
  readonly values: readonly number[];
  /** Whether the masks use it; undefined for an input without a mask. */
  readonly used: readonly (boolean | undefined)[];
}

/** An elementwise merge. */
export interface MergeRule {
  value(element: MergedElement): number;
  /** d(value)/d(values[index]). */
  derivative(element: MergedElement, index: number): number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Masked values count as 1; where no input is used, and all have masks, the product is 0. */
const multiply: MergeRule = {
  value: (element) => (isUnused(element) ? 0 : product(element)),
  derivative: (element, index) =>
    isUnused(element) || element.used[index] === false ? 0 : product(element, index),
};

function product({ values, used }: MergedElement, except?: number): number {
  return values.reduce((total, value, i) => (i === except || used[i] === false ? total : total * value), 1);
}

function isUnused({ used }: MergedElement): boolean {
  return used.every((use) => use === false);
}

/** One of the values, found by going through the inputs: a masked one gives way to the other one. */
function selection(replaces: (value: number, chosen: number) => boolean): MergeRule {
  const choose = ({ values, used }: MergedElement): number => {
    let chosen = 0;
    let isChosenUsed = used[0];
    values.forEach((value, i) => {
      if (i === 0) return;
      const isBetter = Number.isNaN(value) || replaces(value, values[chosen] ?? NaN);
      if (used[i] !== false && (isChosenUsed === false || isBetter)) chosen = i;
      const either = used[i] === true || isChosenUsed === true;
      isChosenUsed = used[i] === undefined || isChosenUsed === undefined ? undefined : either;
    });
    return chosen;
  };
  return {
    value: (element) => element.values[choose(element)] ?? NaN,
    derivative: (element, index) => (choose(element) === index ? 1 : 0),
  };
}

/** Merging layers by Keras's name, with what it does about masks. Of equal values the first has the gradient. */
export const mergeRules = {
  Add: { value: ({ values }) => sum(values), derivative: () => 1 },
  Subtract: {
    value: ({ values: [first = NaN, second = NaN] }) => first - second,
    derivative: (_, index) => (index === 0 ? 1 : -1),
  },
  Multiply: multiply,
  Average: {
    value: ({ values }) => sum(values) / values.length,
    derivative: ({ values }) => 1 / values.length,
  },
  Maximum: selection((value, chosen) => value > chosen),
  Minimum: selection((value, chosen) => value < chosen),
} as const satisfies Readonly<Record<string, MergeRule>>;
