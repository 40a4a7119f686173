import type { CheckpointFolder, RunCheckpoint, RunIdentity, WrittenCheckpoint } from "@lockstep/checkpoint";
import type { CheckpointKeep } from "@lockstep/training-run";

interface Write {
  readonly name: string;
  succeed(): void;
  fail(error: Error): void;
}

/** A folder whose writes end when a test says so. */
export class SlowFolder implements Pick<CheckpointFolder, "write"> {
  /** Begun, in order. */
  readonly writes: Write[] = [];

  constructor(private readonly log: string[] = []) {}

  get names(): string[] {
    return this.writes.map(({ name }) => name);
  }

  get last(): Write {
    const write = this.writes.at(-1);
    if (!write) throw new Error("nothing is being written");
    return write;
  }

  write = (_: RunIdentity, { step }: RunCheckpoint, keep: CheckpointKeep): Promise<WrittenCheckpoint> => {
    const name = `${keep}-${step}`;
    this.log.push(`write ${name}`);
    return new Promise((resolve, reject) => {
      const written = { file: `checkpoints/${name}`, bytes: 10, troubles: [] };
      this.writes.push({ name, succeed: () => resolve(written), fail: reject });
    });
  };
}

/** A folder whose writes end at once. */
export const quickFolder: Pick<CheckpointFolder, "write"> = {
  write: (_, { step }, keep) =>
    Promise.resolve({ file: `checkpoints/${keep}-${step}`, bytes: 10, troubles: [] }),
};
