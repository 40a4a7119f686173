#pragma once

namespace lockstep {

/** One operation of a cell's time step, on a range of gates or on one of its matrices. */
struct CellOperation {
  enum Kind {
    end,
    /** Gates [first, first + count) += h_(t-1) U. */
    product,
    /** Gates += inside U; waits until all of `inside` is there. */
    product_of_inside,
    /** apart = h_(t-1) U + recurrent bias, with the columns of gate `first`. */
    product_apart,
    /** Gates = activation(gates), of the gates' or of the cell's own activation. */
    activate_by_gate,
    activate_by_cell,
    /** inside = activation of the cell (inside). */
    activate_inside,
    /** The pointwise stage of number `first`. */
    stage,
    /** d_inside = d_inside * derivative at inside. */
    inside_gradient,
    /** d(loss)/d(sums) of the gates from d(loss)/d(values). */
    gradient_by_gate,
    gradient_by_cell,
    /** d_before[0] += gates' gradients U^T. */
    back,
    /** d_before[0] += apart's gradient U^T, with the columns of gate `first`. */
    back_apart,
    /** d_inside = gates' gradients U^T. */
    back_to_inside,
  };

  Kind kind = end;
  int first = 0;
  int count = 1;
};

/** A cell as its time step goes forward and back. What comes between two products is done for some units or rows after the others. */
struct CellScript {
  int gates;
  int states;
  bool has_inside;
  bool has_apart;
  CellOperation forward[8];
  CellOperation backward[10];
};

}  // namespace lockstep
