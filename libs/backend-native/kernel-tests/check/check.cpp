#include "check/check.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace check {
namespace {

struct Entry {
  const char* name;
  void (*body)();
};

/** Of one test, more are counted only. */
constexpr int printed_failures = 10;

std::vector<Entry>& tests() {
  static std::vector<Entry> all;
  return all;
}

std::vector<Entry>& measurements() {
  static std::vector<Entry> all;
  return all;
}

/** Of one test, or of all. */
struct Counts {
  int passed = 0;
  int failed = 0;
  int left_out = 0;
};

Options chosen;
Counts checks;

int whole_number(const std::string& option, const char* text) {
  char* end = nullptr;
  const long value = std::strtol(text, &end, 10);
  if (end == text || *end != '\0' || value < 1 || value > 256) {
    std::fprintf(stderr, "%s: expected a whole number from 1 to 256, got %s\n", option.c_str(), text);
    std::exit(2);
  }
  return static_cast<int>(value);
}

Options read_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; i++) {
    const std::string option = arguments[i];
    const bool last = i + 1 == count;
    if (option == "--exhaustive") {
      options.exhaustive = true;
    } else if (option == "--pace") {
      options.pace = true;
    } else if (option == "--threads" && !last) {
      options.threads = whole_number(option, arguments[++i]);
    } else if (option == "--only" && !last) {
      options.only = arguments[++i];
    } else if (option == "--cases" && !last) {
      options.cases = arguments[++i];
    } else {
      std::fprintf(stderr, "expected [--only NAME] [--exhaustive [--threads N]] [--pace] [--cases FILE], got %s\n",
                   option.c_str());
      std::exit(2);
    }
  }
  return options;
}

void run(const Entry& test, Counts& all) {
  checks = {};
  test.body();
  std::fflush(stdout);
  all.left_out += checks.left_out;
  if (checks.failed > printed_failures) std::printf("  and %d more\n", checks.failed - printed_failures);
  if (checks.failed > 0) {
    std::printf("FAILED %s\n", test.name);
    all.failed++;
  } else if (checks.passed > 0 || checks.left_out == 0) {
    std::printf("passed %s\n", test.name);
    all.passed++;
  }
}

std::vector<Entry> chosen_of(const std::vector<Entry>& entries) {
  std::vector<Entry> those;
  for (const Entry& entry : entries) {
    if (std::string(entry.name).find(chosen.only) != std::string::npos) those.push_back(entry);
  }
  if (those.empty()) {
    std::fprintf(stderr, "nothing is named %s\n", chosen.only.c_str());
    std::exit(2);
  }
  return those;
}

}  // namespace

const Options& options() { return chosen; }

Test::Test(const char* name, void (*body)()) { tests().push_back({name, body}); }

Measurement::Measurement(const char* name, void (*body)()) { measurements().push_back({name, body}); }

void passed() { checks.passed++; }

void failed(const char* file, int line, const std::string& what) {
  if (++checks.failed <= printed_failures) std::printf("  %s:%d: %s\n", file, line, what.c_str());
}

void left_out(const std::string& what) {
  checks.left_out++;
  std::printf("left out: %s\n", what.c_str());
}

}  // namespace check

int main(int count, char** arguments) {
  using namespace check;
  chosen = read_options(count, arguments);
  if (chosen.pace) {
    for (const Entry& measurement : chosen_of(measurements())) measurement.body();
    return 0;
  }
  Counts all;
  for (const Entry& test : chosen_of(tests())) run(test, all);
  std::printf("%d passed, %d failed, %d left out\n", all.passed, all.failed, all.left_out);
  return all.failed == 0 ? 0 : 1;
}
