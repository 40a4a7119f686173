#include "layers/layer_normalization.h"

#include <algorithm>
#include <cmath>

#include "layers/matrix.h"

namespace lockstep {
namespace {

/** (features) each; 1 and 0 where the layer has none. */
struct NormalizationWeights {
  const double* gamma;
  const double* beta;
};

/** What a vector is normalised by. */
struct Moments {
  double mean;
  /** 1 / sqrt(variance + epsilon). */
  double inverse;

  double normalised(float x) const { return (x - mean) * inverse; }
};

Moments moments_of(const float* x, int features, double epsilon) {
  double sum = 0;
  for (int j = 0; j < features; j++) sum += x[j];
  const double mean = sum / features;
  double squares = 0;
  for (int j = 0; j < features; j++) squares += (x[j] - mean) * (x[j] - mean);
  return {mean, 1 / std::sqrt(squares / features + epsilon)};
}

void input_gradient(const float* d_out, const float* x, const Moments& moments, const double* gamma, int features,
                    float* d_in) {
  double sum = 0;
  double product = 0;
  for (int j = 0; j < features; j++) {
    const double g = d_out[j] * gamma[j];
    sum += g;
    product += g * moments.normalised(x[j]);
  }
  const double mean = sum / features;
  for (int j = 0; j < features; j++) {
    const double centred = d_out[j] * gamma[j] - mean - moments.normalised(x[j]) * product / features;
    d_in[j] = static_cast<float>(moments.inverse * centred);
  }
}

const double* as_doubles(Arena& arena, const float* values, int count, double otherwise) {
  double* doubles = arena.array<double>(static_cast<size_t>(count));
  for (int j = 0; j < count; j++) doubles[j] = values == nullptr ? otherwise : values[j];
  return doubles;
}

}  // namespace

LayerNormalizationLayer::LayerNormalizationLayer(LayerPlace place, Reader& program)
    : Layer(std::move(place)),
      features_(program.size("features")),
      scale_(program.flag("scale")),
      center_(program.flag("center")),
      epsilon_(program.number("epsilon")) {
  for (size_t i = 0; i < parameter_count(); i++) check_parameter(i, static_cast<size_t>(features_));
}

const void* LayerNormalizationLayer::pack(const Kernels&, const float* parameters, Arena& arena) const {
  NormalizationWeights* weights = arena.make<NormalizationWeights>();
  const float* gamma = scale_ ? parameters + place.parameters[0].offset : nullptr;
  const float* beta = center_ ? parameters + place.parameters[scale_ ? 1 : 0].offset : nullptr;
  weights->gamma = as_doubles(arena, gamma, features_, 1);
  weights->beta = as_doubles(arena, beta, features_, 0);
  return weights;
}

void LayerNormalizationLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  check_features(input, features_);
  const NormalizationWeights& weights = *static_cast<const NormalizationWeights*>(call.weights);
  const Matrix output = new_matrix(call, input.steps, features_);
  Moments* moments = call.arena.array<Moments>(static_cast<size_t>(output.rows));
  call.tape = moments;
  for (int i = 0; i < output.rows; i++) {
    const float* x = input.data + i * input.stride;
    float* y = output.row(i);
    moments[i] = moments_of(x, features_, epsilon_);
    for (int j = 0; j < features_; j++) {
      y[j] = static_cast<float>(moments[i].normalised(x[j]) * weights.gamma[j] + weights.beta[j]);
    }
  }
  call.outputs[0] = value_of(output, input);
}

void LayerNormalizationLayer::backward(BackwardCall& call) const {
  if (parameter_count() > 0) write_parameter_gradients(call);
  if (!call.wanted[0]) return;
  const Value& input = call.inputs[0];
  const Gradient& given = call.output_gradients[0];
  const Moments* moments = static_cast<const Moments*>(call.tape);
  const double* gamma = static_cast<const NormalizationWeights*>(call.weights)->gamma;
  const Matrix d_input = new_matrix(call, input.steps, features_);
  for (int i = 0; i < d_input.rows; i++) {
    const float* d = given.data + i * given.stride;
    const float* x = input.data + i * input.stride;
    input_gradient(d, x, moments[i], gamma, features_, d_input.row(i));
  }
  call.input_gradients[0] = d_input.gradient();
}

void LayerNormalizationLayer::write_parameter_gradients(const BackwardCall& call) const {
  const Value& input = call.inputs[0];
  const Gradient& given = call.output_gradients[0];
  const Moments* moments = static_cast<const Moments*>(call.tape);
  const Arena::Mark mark = call.arena.mark();
  double* d_gamma = call.arena.array<double>(static_cast<size_t>(features_));
  double* d_beta = call.arena.array<double>(static_cast<size_t>(features_));
  for (int m = 0; m < call.batch.count; m++) {
    std::fill(d_gamma, d_gamma + features_, 0.0);
    std::fill(d_beta, d_beta + features_, 0.0);
    for (int t = 0; t < input.steps; t++) {
      for (int b = call.batch.first_rows[m]; b < call.batch.first_rows[m + 1]; b++) {
        const stride_t i = static_cast<stride_t>(t) * call.batch.rows + b;
        const float* x = input.data + i * input.stride;
        const float* d = given.data + i * given.stride;
        for (int j = 0; j < features_; j++) {
          d_gamma[j] += d[j] * moments[i].normalised(x[j]);
          d_beta[j] += d[j];
        }
      }
    }
    const double* sums[] = {scale_ ? d_gamma : d_beta, d_beta};
    for (size_t p = 0; p < parameter_count(); p++) {
      float* leaf = call.tree.leaf(m) + place.parameters[p].offset;
      for (int j = 0; j < features_; j++) leaf[j] = static_cast<float>(sums[p][j]);
      call.tree.add(m, place.parameters[p]);
    }
  }
  call.arena.release(mark);
}

}  // namespace lockstep
