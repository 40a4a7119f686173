#include "layers/dense.h"

#include "kernels/pack.h"
#include "layers/weight_gradient.h"

namespace lockstep {
namespace {

struct DenseWeights {
  const float* kernel;
  const float* kernel_back;
  const float* bias;
};

struct DenseTape {
  float* outputs;
  /** Arguments of the activation, where they are needed. */
  float* arguments;
};

}  // namespace

DenseLayer::DenseLayer(LayerPlace place, Reader& program)
    : Layer(std::move(place)),
      features_(program.size("features")),
      units_(program.size("units")),
      use_bias_(program.flag("useBias")),
      activation_(ActivationFunction::read(program)) {
  check_parameter(0, static_cast<size_t>(features_) * static_cast<size_t>(units_));
  if (use_bias_) check_parameter(1, static_cast<size_t>(units_));
}

const void* DenseLayer::pack(const Kernels& kernels, const float* parameters, Arena& arena) const {
  const float* w = parameters + place.parameters[0].offset;
  DenseWeights* weights = arena.make<DenseWeights>();
  float* kernel = arena.floats(packed_floats(features_, 1, units_));
  lockstep::pack(kernels, {w, units_, 1}, features_, 1, units_, kernel);
  float* back = arena.floats(packed_floats(units_, 1, features_));
  lockstep::pack(kernels, {w, 1, units_}, units_, 1, features_, back);
  *weights = {kernel, back, nullptr};
  if (use_bias_) {
    float* bias = arena.zeros(static_cast<size_t>(padded(units_)));
    const float* from = parameters + place.parameters[1].offset;
    for (int j = 0; j < units_; j++) bias[j] = from[j];
    weights->bias = bias;
  }
  return weights;
}

void DenseLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  check_features(input, features_);
  const DenseWeights& weights = *static_cast<const DenseWeights*>(call.weights);
  const int rows = input.steps * call.batch.rows;
  const int width = padded(units_);
  const size_t size = static_cast<size_t>(rows) * static_cast<size_t>(width);
  DenseTape* tape = call.arena.make<DenseTape>();
  call.tape = tape;
  tape->outputs = call.arena.floats(size);
  call.kernels.multiply({rows, input.data, input.stride, 1, features_, 0, weights.kernel, width, tape->outputs, width,
                         use_bias_ ? Start::bias : Start::zero, weights.bias});
  if (!call.as_logits) {
    tape->arguments = activation_.needs_arguments() ? call.arena.floats(size) : nullptr;
    activation_.apply(call.kernels, {rows, width, tape->outputs, width}, units_, tape->arguments);
  }
  call.outputs[0] = {tape->outputs, width, input.steps, units_, input.timed, input.mask};
}

void DenseLayer::backward(BackwardCall& call) const {
  const Value& input = call.inputs[0];
  const DenseWeights& weights = *static_cast<const DenseWeights*>(call.weights);
  const DenseTape& tape = *static_cast<const DenseTape*>(call.tape);
  const int rows = input.steps * call.batch.rows;
  const int width = padded(units_);
  const Gradient& given = call.output_gradients[0];
  // A copy, as the kernels want padded columns.
  float* d_sums = call.arena.zeros(static_cast<size_t>(rows) * static_cast<size_t>(width));
  for (stride_t i = 0; i < rows; i++) {
    for (int j = 0; j < units_; j++) d_sums[i * width + j] = given.data[i * given.stride + j];
  }
  if (!call.as_logits) {
    const Block d{rows, width, d_sums, width};
    activation_.gradient(call.kernels, {rows, width, tape.outputs, width}, tape.arguments, d, d, units_);
  }
  for (int m = 0; m < call.batch.count; m++) {
    const GradientFactor factors[] = {
        {input.data, call.batch.rows * input.stride, input.stride, features_, place.parameters[0].offset, units_},
        {nullptr, 0, 0, 1, use_bias_ ? place.parameters[1].offset : 0, units_}};
    const GradientGroup group{factors, use_bias_ ? 2 : 1};
    const GradientPart part{0, 1, d_sums, static_cast<stride_t>(call.batch.rows) * width, width, 1};
    write_weight_gradients(call, {input.steps, &group, 1, &part, 1, units_}, m);
    for (const Parameter& parameter : place.parameters) call.tree.add(m, parameter);
  }
  if (!call.wanted[0]) return;
  const int features = padded(features_);
  float* d_input = call.arena.floats(static_cast<size_t>(rows) * static_cast<size_t>(features));
  call.kernels.multiply(
      {rows, d_sums, width, 1, units_, 0, weights.kernel_back, features, d_input, features, Start::zero, nullptr});
  call.input_gradients[0] = {d_input, features};
}

}  // namespace lockstep
