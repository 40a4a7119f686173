import { isMissing, type Contender, type MissingContender } from "./contenders/contender.js";
import { spreadOf, type Spread } from "./statistics.js";

/** What came of a contender: its figures, or why there are none. */
export type Outcome =
  ({ readonly kind: "measured" } & Spread) | { readonly kind: "unavailable"; readonly reason: string };

export interface TurnsOptions {
  /** Milliseconds after which no new round begins. */
  readonly budgetMs: number;
  readonly leastRounds: number;
  readonly mostRounds: number;
  /** Milliseconds on a steady clock. */
  readonly now: () => number;
  /** Called before each round, from 1. */
  readonly onRound: (round: number) => void;
}

/**
 * Measures every contender once a round, A B C A B C: what else the machine does meets all of them alike. One that
 * fails takes no further part; the others go on.
 */
export async function measureInTurns(
  contenders: readonly (Contender | MissingContender)[],
  options: TurnsOptions,
): Promise<ReadonlyMap<string, Outcome>> {
  const able = contenders.filter((contender): contender is Contender => !isMissing(contender));
  const figures = new Map(able.map(({ id }) => [id, [] as number[]]));
  const failures = new Map(
    contenders.flatMap((contender) =>
      isMissing(contender) ? [[contender.id, contender.unavailable] as const] : [],
    ),
  );
  const began = options.now();
  for (let round = 1; goesOn(round, options.now() - began, options); round++) {
    options.onRound(round);
    for (const contender of able) {
      if (failures.has(contender.id)) continue;
      try {
        figures.get(contender.id)?.push(await contender.measure());
      } catch (error) {
        failures.set(contender.id, error instanceof Error ? error.message : String(error));
      }
    }
  }
  return new Map(contenders.map(({ id }) => [id, outcomeOf(failures.get(id), figures.get(id) ?? [])]));
}

function goesOn(
  round: number,
  elapsedMs: number,
  { budgetMs, leastRounds, mostRounds }: TurnsOptions,
): boolean {
  return round <= leastRounds || (round <= mostRounds && elapsedMs < budgetMs);
}

function outcomeOf(failure: string | undefined, figures: readonly number[]): Outcome {
  return failure === undefined
    ? { kind: "measured", ...spreadOf(figures) }
    : { kind: "unavailable", reason: failure };
}
