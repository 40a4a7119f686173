/** A step of the set-up that failed: says which, why, and what to do. */
export class SetupFailure extends Error {
  /**
   * @param {string} step what was being done, e.g. "install the packages"
   * @param {string} why the reason, possibly with the tail of a program's output
   * @param {string} whatToDo one sentence for the user
   * @param {unknown} [cause]
   */
  constructor(step, why, whatToDo, cause) {
    super(`could not ${step}: ${why}`, { cause });
    this.name = "SetupFailure";
    this.step = step;
    this.why = why;
    this.whatToDo = whatToDo;
  }
}
