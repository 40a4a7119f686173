import type { Writable } from "node:stream";

/** What is listened to: those of `process`. */
export interface StandardStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly exit: (code: number) => void;
}

/**
 * What is done where nobody takes what is written: without stderr a command goes on, as nobody is left to tell;
 * without stdout it has nothing more to do. Who reads stdout may stop reading, as `head` does: that is no failure.
 */
export function watchStandardStreams({ stdout, stderr, exit }: StandardStreams): void {
  stderr.on("error", () => undefined);
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return exit(0);
    stderr.write(`lockstep: stdout cannot be written: ${error.message}\n`, () => exit(1));
  });
}
