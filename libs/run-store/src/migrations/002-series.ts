import type { Migration } from "./migration.js";

/**
 * What is asked for most of long runs, without reading their events: values of steps in columns, each level with the
 * extremes of sixteen entries of the level below; and an index of all events but steps, which are few.
 */
export const seriesOfSteps: Migration = {
  version: 2,
  up: (database) =>
    database.exec(`
      CREATE TABLE series_chunks (
        key INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES runs (key),
        level INTEGER NOT NULL, -- 0: an entry is a step
        chunk INTEGER NOT NULL, -- has entries from 256 * chunk on
        name TEXT NOT NULL,     -- of the series
        entries TEXT NOT NULL   -- float64 in columns, in base64: see series/chunk-columns.ts
      ) STRICT;

      CREATE UNIQUE INDEX chunks_of_run ON series_chunks (run, level, chunk, name);
      CREATE INDEX notable_of_run ON events (run, sequence) WHERE type <> 'step';
    `),
};
