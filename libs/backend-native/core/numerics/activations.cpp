#include "numerics/activations.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "failure.h"
#include "numerics/ecmascript.h"
#include "numerics/elementary.h"
#include "numerics/softmax_terms.h"

namespace lockstep {

namespace {

using numerics::larger_of;
using numerics::smaller_of;

/** Keras's slope of leaky_relu below zero. */
constexpr double leaky_slope = 0.2;
/** alpha and scale of selu (Klambauer et al., 2017). */
constexpr double selu_alpha = 1.6732632423543772;
constexpr double selu_scale = 1.0507009873554805;
/** 1 / sqrt(2 pi): the normal density at 0. */
constexpr double density_at_zero = 0.3989422804014327;
constexpr double sqrt_half = 0.7071067811865476;

double hard_sigmoid(double z) { return smaller_of(larger_of(z + 3, 0), 6) / 6; }

/** The normal distribution's share below z. */
double normal_share(double z) { return 0.5 * numerics::erfc(-z * sqrt_half); }

// Elementwise functions with Keras's constants. At a kink the derivative is TensorFlow's.

struct HardSigmoid {
  static double value(double z) { return hard_sigmoid(z); }
  static double derivative(double z) { return z > -3 && z < 3 ? 1.0 / 6 : 0; }
};

struct Elu {
  static double value(double z) { return z > 0 ? z : numerics::expm1(z); }
  static double derivative(double z) { return z > 0 ? 1 : numerics::exp(z); }
};

struct Selu {
  static double value(double z) { return selu_scale * (z > 0 ? z : selu_alpha * numerics::expm1(z)); }
  static double derivative(double z) { return selu_scale * (z > 0 ? 1 : selu_alpha * numerics::exp(z)); }
};

struct Softplus {
  static double value(double z) { return numerics::softplus(z); }
  static double derivative(double z) { return numerics::sigmoid(z); }
};

struct Softsign {
  static double value(double z) { return z / (1 + std::fabs(z)); }
  static double derivative(double z) { return 1 / ((1 + std::fabs(z)) * (1 + std::fabs(z))); }
};

struct Silu {
  static double value(double z) { return z * numerics::sigmoid(z); }
  static double derivative(double z) { return numerics::sigmoid(z) * (1 + z * numerics::sigmoid(-z)); }
};

struct Gelu {
  static double value(double z) { return z * normal_share(z); }
  static double derivative(double z) { return normal_share(z) + z * density_at_zero * numerics::exp(-0.5 * z * z); }
};

struct Exponential {
  static double value(double z) { return numerics::exp(z); }
  static double derivative(double z) { return numerics::exp(z); }
};

struct LeakyRelu {
  static double value(double z) { return z > 0 ? z : leaky_slope * z; }
  static double derivative(double z) { return z > 0 ? 1 : leaky_slope; }
};

struct Relu6 {
  static double value(double z) { return smaller_of(larger_of(z, 0), 6); }
  static double derivative(double z) { return z > 0 && z < 6 ? 1 : 0; }
};

struct Mish {
  static double value(double z) { return z * numerics::tanh(numerics::softplus(z)); }
  static double derivative(double z) {
    const double t = numerics::tanh(numerics::softplus(z));
    return t + z * (1 - t * t) * numerics::sigmoid(z);
  }
};

struct HardSilu {
  static double value(double z) { return z * hard_sigmoid(z); }
  static double derivative(double z) { return hard_sigmoid(z) + (z > -3 && z < 3 ? z / 6 : 0); }
};

struct LogSigmoid {
  static double value(double z) { return -numerics::softplus(-z); }
  static double derivative(double z) { return numerics::sigmoid(-z); }
};

/**
 * exp(z - max z) of a row, a block at a time, so that they need no memory of the row's length. Where a row has more than
 * one block, each is computed again whenever it is gone through.
 */
class RowTerms {
 public:
  RowTerms(const float* z, size_t columns) : z_(z), columns_(columns) {
    // A NaN fails every comparison; it comes back in through the exponentials.
    for (size_t i = 0; i < columns; i++) largest_ = z[i] > largest_ ? z[i] : largest_;
    each([this](size_t, double term) { sum_ += term; });
  }

  double sum() const { return sum_; }
  double largest() const { return largest_; }

  /** Calls use(place, term) for each of the row, in order. */
  template <class Use>
  void each(Use use) {
    for (size_t start = 0; start < columns_; start += block_length) {
      const size_t length = std::min(block_length, columns_ - start);
      if (columns_ > block_length || !is_filled_) numerics::exponentiate(z_ + start, largest_, terms_, length);
      for (size_t i = 0; i < length; i++) use(start + i, terms_[i]);
    }
    is_filled_ = true;
  }

 private:
  static constexpr size_t block_length = 1024;

  const float* z_;
  size_t columns_;
  double largest_ = -std::numeric_limits<double>::infinity();
  double sum_ = 0;
  bool is_filled_ = false;
  double terms_[block_length];
};

/** p_i = exp(z_i) / sum exp(z). */
void softmax(const float* z, float* out, size_t columns) {
  RowTerms terms(z, columns);
  terms.each([&](size_t i, double term) { out[i] = static_cast<float>(term / terms.sum()); });
}

void softmax_gradient(const float* z, const float* d_out, float* d_in, size_t columns) {
  RowTerms terms(z, columns);
  double mean = 0;
  terms.each([&](size_t i, double term) { mean += (term / terms.sum()) * d_out[i]; });
  terms.each([&](size_t i, double term) { d_in[i] = static_cast<float>((term / terms.sum()) * (d_out[i] - mean)); });
}

/** z_i - log sum exp(z). */
void log_softmax(const float* z, float* out, size_t columns) {
  const RowTerms terms(z, columns);
  const double log_sum = numerics::log(terms.sum());
  for (size_t i = 0; i < columns; i++) out[i] = static_cast<float>(z[i] - terms.largest() - log_sum);
}

void log_softmax_gradient(const float* z, const float* d_out, float* d_in, size_t columns) {
  RowTerms terms(z, columns);
  double total = 0;
  for (size_t i = 0; i < columns; i++) total += d_out[i];
  terms.each([&](size_t i, double term) { d_in[i] = static_cast<float>(d_out[i] - (term / terms.sum()) * total); });
}

/** Calls use with the elementwise function of that name. */
template <class Use>
void with_scalar_function(Activation activation, Use use) {
  switch (activation) {
    case Activation::hard_sigmoid:
      return use(HardSigmoid());
    case Activation::elu:
    case Activation::celu:
      return use(Elu());
    case Activation::selu:
      return use(Selu());
    case Activation::softplus:
      return use(Softplus());
    case Activation::softsign:
      return use(Softsign());
    case Activation::silu:
      return use(Silu());
    case Activation::gelu:
      return use(Gelu());
    case Activation::exponential:
      return use(Exponential());
    case Activation::leaky_relu:
      return use(LeakyRelu());
    case Activation::relu6:
      return use(Relu6());
    case Activation::mish:
      return use(Mish());
    case Activation::hard_silu:
      return use(HardSilu());
    case Activation::log_sigmoid:
      return use(LogSigmoid());
    case Activation::linear:
    case Activation::tanh:
    case Activation::sigmoid:
    case Activation::relu:
    case Activation::softmax:
    case Activation::log_softmax:
      break;
  }
  throw Failure(FailureKind::wrong_program, "activation: expected one that has no kernel, got number ",
                static_cast<int>(activation));
}

}  // namespace

void activate(Activation activation, const float* z, float* out, size_t columns) {
  if (activation == Activation::softmax) return softmax(z, out, columns);
  if (activation == Activation::log_softmax) return log_softmax(z, out, columns);
  with_scalar_function(activation, [&](auto function) {
    for (size_t i = 0; i < columns; i++) out[i] = static_cast<float>(function.value(z[i]));
  });
}

void activation_gradient(Activation activation, const float* z, const float* /*out*/, const float* d_out, float* d_in,
                         size_t columns) {
  if (activation == Activation::softmax) return softmax_gradient(z, d_out, d_in, columns);
  if (activation == Activation::log_softmax) return log_softmax_gradient(z, d_out, d_in, columns);
  with_scalar_function(activation, [&](auto function) {
    for (size_t i = 0; i < columns; i++) d_in[i] = static_cast<float>(d_out[i] * function.derivative(z[i]));
  });
}

}  // namespace lockstep
