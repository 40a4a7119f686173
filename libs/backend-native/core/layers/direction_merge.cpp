#include "layers/direction_merge.h"

#include <cstring>

namespace lockstep {
namespace {

/** Room for a matrix like the value, with rows of `features`. */
float* room(Arena& arena, const Value& value, int rows, int features) {
  return arena.floats(static_cast<size_t>(value.steps) * static_cast<size_t>(rows) * static_cast<size_t>(padded(features)));
}

/** Calls body(row, row of the same sequence and time step where time is turned round). */
template <class Body>
void each_row(const Value& value, int rows, Body body) {
  for (int step = 0; step < value.steps; step++) {
    const stride_t first = static_cast<stride_t>(step) * rows;
    const stride_t first_turned = value.timed ? static_cast<stride_t>(value.steps - 1 - step) * rows : first;
    for (int i = 0; i < rows; i++) body(first + i, first_turned + i);
  }
}

void copy(const float* from, int columns, float* to) {
  std::memcpy(to, from, static_cast<size_t>(columns) * sizeof(float));
}

/** A gradient of the value's shape with time turned round. */
Gradient turned(Arena& arena, const Value& value, int rows, const Gradient& gradient) {
  if (!value.timed || gradient.data == nullptr) return gradient;
  const stride_t stride = padded(value.features);
  float* to = room(arena, value, rows, value.features);
  each_row(value, rows, [&](stride_t row, stride_t turned_row) {
    copy(gradient.data + row * gradient.stride, value.features, to + turned_row * stride);
  });
  return {to, stride};
}

Value turned(Arena& arena, const Value& value, int rows) {
  const Gradient matrix = turned(arena, value, rows, Gradient{value.data, value.stride});
  Value result = value;
  result.data = matrix.data;
  result.stride = matrix.stride;
  return result;
}

Value side_by_side(Arena& arena, int rows, const Directions<Value>& given) {
  const Value& a = given.forward;
  const Value& b = given.backward;
  const int features = a.features + b.features;
  const stride_t stride = padded(features);
  float* to = room(arena, a, rows, features);
  each_row(a, rows, [&](stride_t row, stride_t turned_row) {
    copy(a.data + row * a.stride, a.features, to + row * stride);
    copy(b.data + turned_row * b.stride, b.features, to + row * stride + a.features);
  });
  return {to, stride, a.steps, features, a.timed, a.mask};
}

/** Each value made of the two that stand at its place. */
template <class Function>
Value element_by_element(Arena& arena, int rows, const Directions<Value>& given, Function function) {
  const Value& a = given.forward;
  const Value& b = given.backward;
  const stride_t stride = padded(a.features);
  float* data = room(arena, a, rows, a.features);
  each_row(a, rows, [&](stride_t row, stride_t turned_row) {
    const float* left = a.data + row * a.stride;
    const float* right = b.data + turned_row * b.stride;
    float* to = data + row * stride;
    for (int j = 0; j < a.features; j++) to[j] = function(left[j], right[j]);
  });
  return {data, stride, a.steps, a.features, a.timed, a.mask};
}

Gradient halved(Arena& arena, int rows, const Value& value, const Gradient& gradient) {
  const stride_t stride = padded(value.features);
  float* data = room(arena, value, rows, value.features);
  for (stride_t row = 0; row < static_cast<stride_t>(value.steps) * rows; row++) {
    for (int j = 0; j < value.features; j++) data[row * stride + j] = gradient.data[row * gradient.stride + j] * 0.5f;
  }
  return {data, stride};
}

/** d(a b) = b da + a db. */
Directions<Gradient> product_gradients(Arena& arena, int rows, const Directions<Value>& given, const Gradient& gradient) {
  const Value& a = given.forward;
  const Value& b = given.backward;
  const stride_t stride = padded(a.features);
  float* of_a = room(arena, a, rows, a.features);
  float* of_b = room(arena, b, rows, b.features);
  each_row(a, rows, [&](stride_t row, stride_t turned_row) {
    const float* d = gradient.data + row * gradient.stride;
    const float* left = a.data + row * a.stride;
    const float* right = b.data + turned_row * b.stride;
    for (int j = 0; j < a.features; j++) {
      of_a[row * stride + j] = d[j] * right[j];
      of_b[turned_row * stride + j] = d[j] * left[j];
    }
  });
  return {{of_a, stride}, {of_b, stride}};
}

}  // namespace

void merge_directions(DirectionMerge merge, Arena& arena, int rows, const Directions<Value>& given, Value* outputs) {
  switch (merge) {
    case DirectionMerge::concat:
      outputs[0] = side_by_side(arena, rows, given);
      return;
    case DirectionMerge::sum:
      outputs[0] = element_by_element(arena, rows, given, [](float a, float b) { return a + b; });
      return;
    case DirectionMerge::mul:
      outputs[0] = element_by_element(arena, rows, given, [](float a, float b) { return a * b; });
      return;
    case DirectionMerge::ave:
      outputs[0] = element_by_element(arena, rows, given, [](float a, float b) { return (a + b) * 0.5f; });
      return;
    case DirectionMerge::none:
      outputs[0] = given.forward;
      outputs[1] = turned(arena, given.backward, rows);
      return;
  }
}

Directions<Gradient> split_gradients(DirectionMerge merge, Arena& arena, int rows, const Directions<Value>& given,
                                     const Gradient* gradients) {
  const Value& a = given.forward;
  const Value& b = given.backward;
  const Gradient& whole = gradients[0];
  if (merge == DirectionMerge::none) return {whole, turned(arena, b, rows, gradients[1])};
  if (whole.data == nullptr) return {};
  switch (merge) {
    case DirectionMerge::concat:
      return {whole, turned(arena, b, rows, {whole.data + a.features, whole.stride})};
    case DirectionMerge::mul:
      return product_gradients(arena, rows, given, whole);
    case DirectionMerge::ave: {
      const Gradient half = halved(arena, rows, a, whole);
      return {half, turned(arena, b, rows, half)};
    }
    default:
      return {whole, turned(arena, b, rows, whole)};
  }
}

}  // namespace lockstep
