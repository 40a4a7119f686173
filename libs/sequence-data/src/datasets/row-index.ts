import { arraysOf, arraySize } from "../row-layout.js";
import type { RowLayout } from "../row-layout.js";

/** @throws RangeError for an index that is not of a sequence */
export function checkIndex(index: number, sequences: number): void {
  if (Number.isInteger(index) && index >= 0 && index < sequences) return;
  throw new RangeError(`sequence: expected an index below ${sequences}, got ${index}`);
}

/** Where an array lies in a row of `length` time steps: from `begin` to just before `end`. */
export interface ArrayPlace {
  readonly begin: number;
  readonly end: number;
}

/** Places of the arrays in a row, in the order of {@link arraysOf}. */
export function arrayPlaces(layout: RowLayout, length: number): ArrayPlace[] {
  let begin = 0;
  return arraysOf(layout).map((array) => {
    const place = { begin, end: begin + arraySize(array, length) };
    begin = place.end;
    return place;
  });
}

/** Place of the target in a row; empty where the layout has none. */
export function targetPlace(layout: RowLayout, length: number): ArrayPlace {
  if (layout.target === undefined) return { begin: 0, end: 0 };
  return arrayPlaces(layout, length)[layout.inputs.length] as ArrayPlace;
}
