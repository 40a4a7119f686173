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

/** A form this many times as slow as the best one takes no more turns. */
const hopelessRatio = 1.5;

/** Rounds in which every form takes part: the noise of one must not decide. */
const trialRounds = 2;

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
      if (round > trialRounds && isHopeless(contender, able, figures)) continue;
      try {
        figures.get(contender.id)?.push(await contender.measure());
      } catch (error) {
        failures.set(contender.id, error instanceof Error ? error.message : String(error));
        figures.set(contender.id, []);
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

/** Whether another form of the same is so much faster that this one can't be the best. */
function isHopeless(
  { id, formOf }: Contender,
  contenders: readonly Contender[],
  figures: ReadonlyMap<string, readonly number[]>,
): boolean {
  if (formOf === undefined) return false;
  const forms = contenders.filter((other) => other.formOf === formOf);
  const best = Math.min(...forms.flatMap((form) => figures.get(form.id) ?? []));
  return Math.min(...(figures.get(id) ?? [])) > hopelessRatio * best;
}

function outcomeOf(failure: string | undefined, figures: readonly number[]): Outcome {
  return failure === undefined
    ? { kind: "measured", ...spreadOf(figures) }
    : { kind: "unavailable", reason: failure };
}
