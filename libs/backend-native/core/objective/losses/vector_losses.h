#pragma once

#include "objective/losses/loss.h"

namespace lockstep {

/** max(largest wrong - right + 1, 0), with right = sum(y p) and wrong = (1 - y) p. */
class CategoricalHinge final : public Loss {
 public:
  using Loss::Loss;
  double entry(const float* outputs, const float* targets, double weight, float* gradient) override;
};

/** Minus the cosine of the angle between outputs and targets. */
class CosineSimilarity final : public Loss {
 public:
  using Loss::Loss;
  double entry(const float* outputs, const float* targets, double weight, float* gradient) override;
};

/** sum(y log(y / p)), both clipped to [1e-7, 1]; a clipped p has no slope. */
class KlDivergence final : public Loss {
 public:
  using Loss::Loss;
  double entry(const float* outputs, const float* targets, double weight, float* gradient) override;
};

}  // namespace lockstep
