#pragma once

namespace lockstep {

/**
 * Names the bits that the kernels give: it changes exactly when any of them does, and is a worker's fingerprint. Neither
 * processor nor instruction set nor compiler is in it, as none of them reaches the bits.
 */
constexpr const char* numerics_version = "1";

}  // namespace lockstep
