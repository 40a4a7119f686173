import { invalidData } from "../data-error.js";
import { showText } from "./parse-number.js";

/** What the header of a `.ts` file says. Format: sktime's description of the UCR and UEA archive's files. */
export interface TsHeader {
  /** Dimensions that every line has; absent: those of the first line. */
  readonly dimensions?: number;
  readonly equalLength: boolean;
  readonly seriesLength?: number;
  /** What stands at a line's end. */
  readonly target: "class" | "number" | "none";
  /** As the header lists them. */
  readonly classLabels: readonly string[];
}

/** Collects a header, line by line. */
export class TsHeaderReader {
  private readonly directives = new Map<string, string[]>();

  /** @param text a line that begins with @. @returns whether it is the header's end, `@data` */
  add(text: string, place: string): boolean {
    const [name = "", ...values] = text.slice(1).trim().split(/\s+/);
    const directive = name.toLowerCase();
    if (directive === "data") return true;
    this.directives.set(directive, values);
    if (directive === "timestamps" && this.flag(directive, place)) {
      throw invalidData(place, "@timeStamps: expected false (values alone), got true");
    }
    return false;
  }

  /** @throws DataError where a directive has no value that it may have */
  finish(path: string): TsHeader {
    const place = `${path}: header`;
    const isUnivariate = this.flag("univariate", place);
    const dimensions = this.count("dimensions", place) ?? this.count("dimension", place);
    if (isUnivariate && dimensions !== undefined && dimensions !== 1) {
      throw invalidData(place, `@dimensions: expected 1 as @univariate is true, got ${dimensions}`);
    }
    const seriesLength = this.count("serieslength", place);
    const given = isUnivariate ? 1 : dimensions;
    return {
      ...(given !== undefined && { dimensions: given }),
      equalLength: this.flag("equallength", place),
      ...(seriesLength !== undefined && { seriesLength }),
      ...this.target(place),
    };
  }

  private target(place: string): Pick<TsHeader, "target" | "classLabels"> {
    if (this.flag("classlabel", place)) {
      const labels = this.directives.get("classlabel")?.slice(1) ?? [];
      if (labels.length > 0) return { target: "class", classLabels: labels };
      throw invalidData(place, "@classLabel: expected true and the class labels, got no labels");
    }
    return { target: this.flag("targetlabel", place) ? "number" : "none", classLabels: [] };
  }

  /** False where the directive is missing. */
  private flag(directive: string, place: string): boolean {
    const values = this.directives.get(directive);
    if (values === undefined) return false;
    const [value = ""] = values;
    if (/^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
    throw invalidData(place, `@${directive}: expected true or false, got ${showText(value)}`);
  }

  private count(directive: string, place: string): number | undefined {
    const [value] = this.directives.get(directive) ?? [];
    if (value === undefined) return undefined;
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
    throw invalidData(place, `@${directive}: expected a whole number from 1, got ${showText(value)}`);
  }
}
