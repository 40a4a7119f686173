import type { Mutation } from "./mutation.js";

/** How checkpoints get to the disk and back. */
export const checkpointMutations: readonly Mutation[] = [
  {
    name: "a checkpoint does not wait for the events before it",
    package: "durable-run",
    file: "checkpoint-writer.js",
    find: "await events.flushed();",
    replace: "",
  },
  {
    name: "a checkpoint's contents are not flushed",
    package: "checkpoint",
    file: "write-file-atomically.js",
    find: "await disk.flush(temporary);",
    replace: "",
  },
  {
    name: "a checkpoint's name is not flushed",
    package: "checkpoint",
    file: "write-file-atomically.js",
    find: "await disk.flushFolder(dirname(path));",
    replace: "",
  },
  {
    name: "a checkpoint gets its name before its contents are flushed",
    package: "checkpoint",
    file: "write-file-atomically.js",
    find: `await disk.flush(temporary);
        await disk.rename(temporary, path);`,
    replace: `await disk.rename(temporary, path);
        await disk.flush(path);`,
  },
  {
    name: "a checkpoint is written in place",
    package: "checkpoint",
    file: "checkpoint-folder.js",
    find: "temporary: join(this.folder, temporaryName(name))",
    replace: "temporary: path",
  },
  {
    name: "damaged contents are loaded",
    package: "checkpoint",
    file: "parse-checkpoint.js",
    find: "if (metadata.contentDigest !== digest)",
    replace: "if (false)",
  },
  {
    name: "the newest checkpoint is removed with the old ones",
    package: "checkpoint",
    file: "retention.js",
    find: "return [...latest, ...best].filter(({ name }) => name !== written.name);",
    replace: "return [...latest, ...best, written];",
  },
  {
    name: "milestones are removed with the old ones",
    package: "checkpoint",
    file: "checkpoint-folder.js",
    find: `if (mayGo && (await this.#isSound(entry.name, identity)))
                sound.push(entry);`,
    replace: `if (await this.#isSound(entry.name, identity))
                sound.push(entry.keep === "milestone" ? { ...entry, keep: "latest" } : entry);`,
  },
  {
    name: "milestones give way to newer checkpoints that wait",
    package: "durable-run",
    file: "checkpoint-writer.js",
    find: `return keep !== "latest" || isAsked;`,
    replace: "return isAsked;",
  },
  {
    name: "the oldest checkpoint is taken for the newest",
    package: "checkpoint",
    file: "checkpoint-reader.js",
    find: `if (found && step < found.checkpoint.step)
                break;`,
    replace: "found = undefined;",
  },
];
