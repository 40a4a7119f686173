import type { Migration } from "./migration.js";

/**
 * A stream's `newest` counts events that are not kept as well, so that no number is given twice. Keys instead of names
 * in `events` keep a row and its four index entries small. A step, and an epoch, of a run can be there only once.
 */
export const streamsRunsEvents: Migration = {
  version: 1,
  up: (database) =>
    database.exec(`
      CREATE TABLE streams (
        key INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        newest INTEGER NOT NULL, -- number of its last event
        workers TEXT NOT NULL    -- after that event, JSON
      ) STRICT;

      CREATE TABLE runs (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        stream INTEGER NOT NULL REFERENCES streams (key), -- that has it now
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        submitted REAL NOT NULL, -- ms since 1970
        snapshot TEXT NOT NULL   -- after its last event, JSON, without epochs
      ) STRICT;

      CREATE TABLE events (
        key INTEGER PRIMARY KEY,
        stream INTEGER NOT NULL REFERENCES streams (key),
        sequence INTEGER NOT NULL,
        run INTEGER REFERENCES runs (key), -- absent: of no run
        time REAL NOT NULL,                -- ms since 1970
        type TEXT NOT NULL,
        round INTEGER, -- of what a committed round told
        step INTEGER,  -- of steps
        epoch INTEGER, -- of epochs
        body TEXT NOT NULL -- the event but for sequence, run and time, JSON
      ) STRICT;

      CREATE UNIQUE INDEX events_of_stream ON events (stream, sequence);
      CREATE INDEX events_of_run ON events (run, sequence);
      CREATE UNIQUE INDEX steps_of_run ON events (run, step) WHERE type = 'step';
      CREATE UNIQUE INDEX epochs_of_run ON events (run, epoch) WHERE type = 'epoch';
    `),
};
