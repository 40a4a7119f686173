#pragma once

namespace lockstep::numerics {

constexpr double ln2 = 0.6931471805599453;

/** ln 2 in two parts: the high one has 32 significant bits, so that its product with an exponent is exact. */
constexpr double ln2_high = 0.6931471803691238;
constexpr double ln2_low = 1.9082149292705877e-10;

}  // namespace lockstep::numerics
