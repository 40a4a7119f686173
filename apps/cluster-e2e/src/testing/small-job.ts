import { parseJobValue, type DataSource, type Job } from "@lockstep/job";

/** Most sequences, lines or rows of a part of the data. */
const rows = 72;

/** A job with all that it is made of, but little data and few epochs. */
export function smallJob(job: Job): Job {
  const { train, test, ...data } = job.data;
  return parseJobValue({
    ...job,
    data: {
      ...data,
      train: smallSource(train),
      ...(test === undefined ? {} : { test }),
    },
    fit: { ...job.fit, epochs: Math.min(job.fit.epochs, 2), batchSize: Math.min(job.fit.batchSize, 32) },
    // Four workers can have some of each batch.
    cluster: { ...job.cluster, microBatchSize: 5 },
  });
}

function smallSource(source: DataSource): DataSource {
  if ("random" in source)
    return { random: { ...source.random, sequences: Math.min(source.random.sequences, rows) } };
  if ("text" in source) return { ...source, windows: { ...source.windows, stride: 250 } };
  const { from = 0, to = Infinity } = source.rows ?? {};
  return { ...source, rows: { from, to: Math.min(to, from + rows) } };
}
