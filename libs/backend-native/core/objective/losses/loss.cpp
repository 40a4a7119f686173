#include "objective/losses/loss.h"

#include "objective/losses/elementwise_loss.h"
#include "objective/losses/hinge_losses.h"
#include "objective/losses/regression_losses.h"
#include "objective/losses/vector_losses.h"

namespace lockstep {

std::unique_ptr<Loss> plain_loss(LossKind kind, size_t width) {
  switch (kind) {
    case LossKind::categorical_hinge:
      return std::make_unique<CategoricalHinge>(width);
    case LossKind::cosine_similarity:
      return std::make_unique<CosineSimilarity>(width);
    case LossKind::hinge:
      return elementwise<Hinge>(width, {}, TargetRule::side());
    case LossKind::kl_divergence:
      return std::make_unique<KlDivergence>(width);
    case LossKind::log_cosh:
      return elementwise<LogCosh>(width);
    case LossKind::mean_absolute_error:
      return elementwise<MeanAbsoluteError>(width);
    case LossKind::mean_absolute_percentage_error:
      return elementwise<MeanAbsolutePercentageError>(width);
    case LossKind::mean_squared_error:
      return elementwise<MeanSquaredError>(width);
    case LossKind::mean_squared_logarithmic_error:
      return elementwise<MeanSquaredLogarithmicError>(width);
    case LossKind::poisson:
      return elementwise<Poisson>(width);
    case LossKind::squared_hinge:
      return elementwise<SquaredHinge>(width, {}, TargetRule::side());
    case LossKind::binary_crossentropy:
    case LossKind::categorical_crossentropy:
    case LossKind::huber:
    case LossKind::sparse_categorical_crossentropy:
      break;
  }
  throw Reader::wrong("loss", "one without options", std::to_string(static_cast<int>(kind)));
}

std::unique_ptr<Loss> read_loss(Reader& program, const LossSetting& setting) {
  const LossKind kind = static_cast<LossKind>(program.word(0, loss_count - 1, "loss"));
  switch (kind) {
    case LossKind::binary_crossentropy:
      return binary_crossentropy(setting, program.number("labelSmoothing"));
    case LossKind::categorical_crossentropy:
      return categorical_crossentropy(setting, program.number("labelSmoothing"));
    case LossKind::huber:
      return elementwise<Huber>(setting.width, {program.number("delta")});
    case LossKind::sparse_categorical_crossentropy: {
      if (!program.flag("ignoresClass")) return sparse_categorical_crossentropy(setting, nullptr);
      const double ignored = program.number("ignoreClass");
      return sparse_categorical_crossentropy(setting, &ignored);
    }
    default:
      return plain_loss(kind, setting.width);
  }
}

}  // namespace lockstep
