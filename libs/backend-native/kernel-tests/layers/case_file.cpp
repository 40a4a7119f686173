#include "layers/case_file.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "check/check.h"

namespace layer_tests {
namespace {

/** A file from its beginning to its end; what is wrong with it ends the program. */
class CaseReader {
 public:
  explicit CaseReader(const std::string& path) : path_(path) {
    std::ifstream file(path, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    if (!file) fail("can't be read");
  }

  std::int32_t word() { return next<std::int32_t>(); }
  bool flag() { return word() == 1; }
  double number() { return next<double>(); }

  std::string string() {
    const size_t length = count();
    const char* from = take(length);
    return {from, length};
  }

  Program program() {
    Program program;
    for (size_t left = count(); left > 0; left--) program.words.push_back(word());
    for (size_t left = count(); left > 0; left--) program.numbers.push_back(number());
    for (size_t left = count(); left > 0; left--) program.strings.push_back(string());
    return program;
  }

  ModelCase model_case() {
    ModelCase one;
    one.name = string();
    one.tokens = word();
    one.mask = static_cast<MaskKind>(word());
    one.zero_steps = flag();
    one.training = flag();
    one.least_steps = word();
    one.scale = number();
    one.model = program();
    one.objective = program();
    return one;
  }

  size_t count() { return static_cast<size_t>(word()); }

  void end() {
    if (at_ != bytes_.size()) fail("goes on behind its end");
  }

 private:
  template <class Number>
  Number next() {
    Number number;
    std::memcpy(&number, take(sizeof number), sizeof number);
    return number;
  }

  const char* take(size_t count) {
    if (count > bytes_.size() - at_) fail("ends too early");
    at_ += count;
    return bytes_.data() + at_ - count;
  }

  [[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "%s %s\n", path_.c_str(), what);
    std::exit(2);
  }

  std::string path_;
  std::vector<char> bytes_;
  size_t at_ = 0;
};

std::vector<ModelCase> read_cases() {
  std::vector<ModelCase> cases;
  if (check::options().cases.empty()) return cases;
  CaseReader file(check::options().cases);
  for (size_t left = file.count(); left > 0; left--) cases.push_back(file.model_case());
  file.end();
  return cases;
}

lockstep::Reader reader_of(const Program& program) {
  return {program.words.data(), program.words.size(), program.numbers.data(), program.numbers.size(), program.strings};
}

}  // namespace

std::shared_ptr<const lockstep::Model> ModelCase::read_model() const {
  lockstep::Reader reader = reader_of(model);
  std::shared_ptr<const lockstep::Model> read = lockstep::Model::read(reader);
  reader.end();
  return read;
}

std::unique_ptr<lockstep::Objective> ModelCase::read_objective() const {
  lockstep::Reader reader = reader_of(objective);
  std::unique_ptr<lockstep::Objective> read = lockstep::Objective::read(reader);
  reader.end();
  return read;
}

const std::vector<ModelCase>& model_cases() {
  static const std::vector<ModelCase> cases = read_cases();
  if (cases.empty()) check::left_out("models: they come in a file, see README.md");
  return cases;
}

}  // namespace layer_tests
