/** Keys and indices from the job's root. */
export type CheckPath = (string | number)[];

/** Notes one thing that is wrong with a job whose parts are right by themselves. */
export type Refuse = (path: CheckPath, message: string) => void;
