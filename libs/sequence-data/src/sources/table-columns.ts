import { suggestion } from "@lockstep/job";
import { invalidData } from "../data-error.js";

/** Where a table's columns are, by name. */
export class TableColumns {
  private readonly places: ReadonlyMap<string, number>;

  /** @throws DataError where two columns have one name */
  constructor(
    readonly names: readonly string[],
    readonly path: string,
  ) {
    this.places = new Map(names.map((name, index) => [name, index]));
    if (this.places.size === names.length) return;
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    throw invalidData(path, `expected each column's name once, got ${JSON.stringify(twice)} twice`);
  }

  /** @throws DataError where there is no such column */
  place(name: string): number {
    const place = this.places.get(name);
    if (place !== undefined) return place;
    const listed = this.names.slice(0, 20).join(", ");
    throw invalidData(this.path, `no column ${name}; there: ${listed}${suggestion(name, [...this.names])}`);
  }

  /** Places of all columns but those named. */
  others(named: readonly (string | undefined)[]): number[] {
    return this.names.flatMap((name, place) => (named.includes(name) ? [] : [place]));
  }
}

/** Values of one row as time steps of `features` values. @throws DataError where they do not come out even */
export function timeSteps(values: readonly number[], features: number, path: string): (number | number[])[] {
  if (features === 1) return [...values];
  if (values.length % features !== 0) {
    const expected = `expected a multiple of ${features} input columns, as a time step has ${features} features`;
    throw invalidData(path, `${expected}, got ${values.length}`);
  }
  return Array.from({ length: values.length / features }, (_, step) =>
    values.slice(step * features, (step + 1) * features),
  );
}
