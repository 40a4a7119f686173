/**
 * A learning rate as a function of the steps taken, from 0. Float32, operation by operation in Keras's order; powers,
 * logarithms and cosines are rounded to float32 once.
 */
export type Schedule = (step: number) => number;
