/** Why a backend's library can't be had in one of the ways tried. Never fatal: another way is tried, or another backend used. */
export class Unavailable extends Error {
  /**
   * @param {string} reason
   * @param {string} howToFix one sentence for the user
   * @param {unknown} [cause]
   */
  constructor(reason, howToFix, cause) {
    super(reason, { cause });
    this.name = "Unavailable";
    this.howToFix = howToFix;
  }
}
