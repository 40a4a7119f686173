#pragma once

#include <sstream>
#include <string>

/** A test program's registry of tests and its command line. */
namespace check {

struct Options {
  /** Runs only the tests whose name contains this. */
  std::string only;
  /** Runs what takes minutes. */
  bool exhaustive = false;
  /** Runs the measurements instead of the tests. */
  bool pace = false;
  /** Threads of an exhaustive test. */
  int threads = 1;
  /** File of models, for the tests that want some; empty: there is none. */
  std::string cases;
};

const Options& options();

/** Registers a test: it fails if one of its checks does. */
struct Test {
  Test(const char* name, void (*body)());
};

/** Registers what prints how fast something is, and can't fail. */
struct Measurement {
  Measurement(const char* name, void (*body)());
};

void passed();
void failed(const char* file, int line, const std::string& what);

/** Says that something was not tested, and why. A test that checks nothing else does not count as passed. */
void left_out(const std::string& what);

}  // namespace check

/** TEST(name) { CHECK(...); } */
#define TEST(name) CHECK_ENTRY(check::Test, name)
#define MEASUREMENT(name) CHECK_ENTRY(check::Measurement, name)

#define CHECK_ENTRY(Kind, name)                    \
  static void body_of_##name();                    \
  static const Kind entry_##name(#name, body_of_##name); \
  static void body_of_##name()

/** CHECK(x < y, "x is " << x): goes on after a failure. */
#define CHECK(condition, what)                             \
  do {                                                     \
    if (condition) {                                       \
      check::passed();                                     \
    } else {                                               \
      std::ostringstream check_text;                       \
      check_text << #condition << ": " << what;            \
      check::failed(__FILE__, __LINE__, check_text.str()); \
    }                                                      \
  } while (false)
