/** What `lockstep run --json` prints, as far as tests look at it. */
export interface RunDocument {
  readonly runId: string;
  readonly outcome: string;
  readonly steps: readonly {
    readonly step: number;
    readonly epoch: number;
    readonly loss: number;
    readonly digest: string;
  }[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly test: Readonly<Record<string, number>> | null;
  readonly finalDigest: string;
  readonly model: string;
  readonly log?: string;
}

export function digestsOf({ steps }: RunDocument): string[] {
  return steps.map(({ digest }) => digest);
}
