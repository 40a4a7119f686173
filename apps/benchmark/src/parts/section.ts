import type { Contender, MissingContender } from "../contenders/contender.js";
import type { Effort } from "../effort.js";
import { measureInTurns, type Outcome } from "../measure-in-turns.js";
import type { ReportSection, Row } from "../report/report.js";

/** Contenders that are shown together. */
export interface Section {
  readonly title: string;
  readonly contenders: readonly (Contender | MissingContender)[];
}

/** Measures the contenders of all sections in turns. @param what for the line of progress */
export async function measureSections(
  sections: readonly Section[],
  budgetMs: number,
  { leastRounds, mostRounds }: Effort,
  note: (round: number) => void,
): Promise<ReadonlyMap<string, Outcome>> {
  const contenders = sections.flatMap((section) => section.contenders);
  const now = (): number => performance.now();
  return measureInTurns(contenders, { budgetMs, leastRounds, mostRounds, now, onRound: note });
}

export function reportSection(section: Section, outcomes: ReadonlyMap<string, Outcome>): ReportSection {
  return { title: section.title, rows: section.contenders.map((contender) => rowOf(contender, outcomes)) };
}

function rowOf({ id, label }: Contender | MissingContender, outcomes: ReadonlyMap<string, Outcome>): Row {
  const outcome = outcomes.get(id) ?? { kind: "unavailable", reason: "it was not measured" };
  return { id, label, unit: "ms", outcome };
}
