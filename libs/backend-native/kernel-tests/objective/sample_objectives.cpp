#include "objective/sample_objectives.h"

#include "objective/random_numbers.h"

namespace objective_tests {

using namespace lockstep;

namespace {

/** Writes programs as encode-objective.ts does. */
class Writer {
 public:
  template <class Word>
  Writer& word(Word word) {
    program.words.push_back(static_cast<std::int32_t>(word));
    return *this;
  }

  Writer& number(double number) {
    program.numbers.push_back(number);
    return *this;
  }

  ObjectiveProgram program;
};

void write_loss(Writer& writer, LossKind kind) {
  writer.word(kind);
  if (kind == LossKind::binary_crossentropy || kind == LossKind::categorical_crossentropy) writer.number(0.1);
  if (kind == LossKind::huber) writer.number(0.5);
  if (kind == LossKind::sparse_categorical_crossentropy) writer.word(1).number(-1);
}

void write_options(Writer& writer, MetricKind kind) {
  switch (kind) {
    case MetricKind::auc:
      writer.word(200).word(1);
      break;
    case MetricKind::binary_accuracy:
      writer.number(0.5);
      break;
    case MetricKind::binary_crossentropy:
    case MetricKind::categorical_crossentropy:
      writer.word(0).number(0.2);
      break;
    case MetricKind::sparse_categorical_crossentropy:
      writer.word(0);
      break;
    case MetricKind::f1_score:
      writer.word(0).word(1).number(0.4);
      break;
    case MetricKind::sparse_top_k_categorical_accuracy:
    case MetricKind::top_k_categorical_accuracy:
      writer.word(2);
      break;
    case MetricKind::false_negatives:
    case MetricKind::false_positives:
    case MetricKind::precision:
    case MetricKind::recall:
    case MetricKind::true_negatives:
    case MetricKind::true_positives:
      writer.number(0.5).word(kind == MetricKind::precision ? 0 : -1);
      break;
    default:  // has none
      break;
  }
}

bool is_of_class_numbers(MetricKind kind) {
  return kind == MetricKind::sparse_categorical_accuracy || kind == MetricKind::sparse_categorical_crossentropy ||
         kind == MetricKind::sparse_top_k_categorical_accuracy;
}

ObjectiveProgram program_of(OutputMeaning meaning, LossKind loss, std::int32_t width) {
  Writer writer;
  writer.word(meaning).word(width).word(1);
  write_loss(writer, loss);
  const bool has_class_numbers = loss == LossKind::sparse_categorical_crossentropy;
  std::vector<MetricKind> metrics;
  for (int code = 0; code < metric_count; code++) {
    const MetricKind kind = static_cast<MetricKind>(code);
    if (kind == MetricKind::accuracy || is_of_class_numbers(kind) == has_class_numbers) metrics.push_back(kind);
  }
  writer.word(2 * metrics.size());
  for (const int is_weighted : {0, 1}) {
    for (const MetricKind kind : metrics) {
      writer.word(is_weighted).word(kind);
      write_options(writer, kind);
    }
  }
  return writer.program;
}

}  // namespace

std::unique_ptr<Objective> ObjectiveProgram::read() const {
  static const std::vector<std::string> no_strings;
  Reader reader(words.data(), words.size(), numbers.data(), numbers.size(), no_strings);
  std::unique_ptr<Objective> objective = Objective::read(reader);
  reader.end();
  return objective;
}

std::vector<ObjectiveProgram> sample_programs(std::int32_t width) {
  std::vector<ObjectiveProgram> programs;
  for (int code = 0; code < loss_count; code++) {
    programs.push_back(program_of(OutputMeaning::predictions, static_cast<LossKind>(code), width));
  }
  programs.push_back(program_of(OutputMeaning::logits_of_sigmoid, LossKind::binary_crossentropy, width));
  programs.push_back(program_of(OutputMeaning::logits_of_softmax, LossKind::categorical_crossentropy, width));
  programs.push_back(program_of(OutputMeaning::logits_of_softmax, LossKind::sparse_categorical_crossentropy, width));
  return programs;
}

SampleBatch::SampleBatch(const Objective& objective, std::size_t rows, std::size_t entries_per_row) : rows_(rows) {
  const std::size_t width = objective.width();
  const std::size_t entries = rows * entries_per_row;
  const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(width) + 5;
  places_ = {entries_per_row, stride, static_cast<std::ptrdiff_t>(rows) * stride};
  RandomNumbers random;
  outputs_ = random.floats(entries * static_cast<std::size_t>(stride), 0, 1);
  for (std::size_t i = 0; i < entries * objective.target_width(); i++) {
    // Fits every loss: sides, shares and class numbers.
    targets_.push_back(static_cast<float>(random.below(2)));
  }
  weights_ = random.floats(entries, 0, 2);
  for (std::size_t i = 0; i < entries; i++) mask_.push_back(random.below(4) == 0 ? 0 : 1);
}

OutputBatch SampleBatch::batch() const {
  return {rows_,
          {outputs_.data(), places_},
          {targets_.data(), targets_.size()},
          {weights_.data(), weights_.size()},
          {mask_.data(), mask_.size()}};
}

}  // namespace objective_tests
