#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "boundary.h"
#include "graph/execution.h"
#include "occupation.h"

namespace lockstep::binding {

/**
 * A model for one thread of JavaScript's: `new Model(words, numbers, strings, instructionSet)`, `setParameters(parameters)`,
 * `forward(batch, asLogits, watch, gradientFlow?)`, `backward(cotangent, inputGradients, watch)`, `dispose()`. See src/addon/addon.ts.
 */
class NativeModel : public Wrapped<NativeModel> {
 public:
  static constexpr const char* class_name = "Model";
  static Napi::Function define(Napi::Env env);
  explicit NativeModel(const Napi::CallbackInfo& info);

 private:
  Napi::Value set_parameters(const Napi::CallbackInfo& info);
  Napi::Value forward(const Napi::CallbackInfo& info);
  Napi::Value backward(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Execution& execution();

  std::shared_ptr<const Model> model_;
  const Kernels* kernels_ = nullptr;
  std::unique_ptr<Execution> execution_;
  std::unique_ptr<GradientTree> tree_;
  GradientFlow flow_;
  /** Whether the last `forward` asked for it. */
  bool wants_flow_ = false;
  /** The newest parameters, packed when they are first used: where one call computes all, they never are. */
  std::vector<float> parameters_;
  std::unique_ptr<const Weights> weights_;
  /** Whether there is a `forward` to go back from. */
  bool has_run_ = false;
  bool is_busy_ = false;
};

}  // namespace lockstep::binding
