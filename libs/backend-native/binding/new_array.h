#pragma once

#include <napi.h>

#include <cstdlib>
#include <new>
#include <utility>

namespace lockstep::binding {

/**
 * A typed array of JavaScript's. Where there is no memory for one, V8 ends the process: so as much is asked of the system
 * before, where it may be too much.
 * @throws bad_alloc
 */
template <class Array>
Array new_array(Napi::Env env, size_t length) {
  constexpr size_t is_large = size_t{1} << 20;
  const size_t size = length * sizeof(*std::declval<Array>().Data());
  if (size >= is_large) {
    void* memory = std::malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    std::free(memory);
  }
  return Array::New(env, length);
}

}  // namespace lockstep::binding
