/** How long it is remembered that something could not be provided. */

const dayMs = 24 * 60 * 60 * 1000;

export const retryAsked = () => ["1", "true"].includes(process.env.LOCKSTEP_SETUP_RETRY ?? "");

/** Whether what was refused is worth another try although nothing has changed here. @param {{ at: string }} report */
export const mayTryAgain = (report) => retryAsked() || Math.abs(Date.now() - Date.parse(report.at)) >= dayMs;
