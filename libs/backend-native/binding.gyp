# The addon: one static library for each instruction set, with its own flags, and everything else, compiled for any
# processor of the architecture. Sources and flags come from compilation.mjs, which the kernel tests use as well.
{
  "target_defaults": {
    "include_dirs": ["core"],
    # Node's own choices, which are not ours.
    "cflags!": ["-fno-exceptions", "-Wno-unused-parameter", "-fno-omit-frame-pointer"],
    "cflags_cc!": ["-fno-exceptions", "-fno-rtti", "-std=gnu++17", "-std=gnu++20"],
    "cflags_cc": ["<!@(node compilation.mjs flags)", "-fPIC"],
    "xcode_settings": {
      "GCC_ENABLE_CPP_EXCEPTIONS": "YES",
      "GCC_ENABLE_CPP_RTTI": "YES",
      "GCC_OPTIMIZATION_LEVEL": "3",
      "GCC_SYMBOLS_PRIVATE_EXTERN": "YES",
      "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
      "MACOSX_DEPLOYMENT_TARGET": "11.0",
      "OTHER_CPLUSPLUSFLAGS": ["<!@(node compilation.mjs flags)"]
    }
  },
  "targets": [
    {
      "target_name": "kernels_portable",
      "type": "static_library",
      "sources": ["<!@(node compilation.mjs kernels portable)"]
    },
    {
      "target_name": "lockstep_native",
      "dependencies": ["kernels_portable"],
      "sources": ["<!@(node compilation.mjs sources core)", "<!@(node compilation.mjs sources binding)"],
      "include_dirs": ["binding", "<!(node -p \"require('node-addon-api').include_dir\")"],
      # Every C++ exception becomes one of JavaScript at the boundary, or nothing where a worker thread is being
      # terminated, in which no JavaScript can be thrown.
      "defines": [
        "NAPI_VERSION=8",
        "NODE_ADDON_API_CPP_EXCEPTIONS",
        "NODE_ADDON_API_CPP_EXCEPTIONS_ALL",
        "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"
      ],
      # Once loaded, the addon stays: Node.js unloads it with the last worker thread that has it, and loads it for the next,
      # while the C++ library gives none of its memory back, 73 kB each time.
      "conditions": [
        ["OS=='linux'", {
          "ldflags": [
            "<!@(node compilation.mjs libraries)",
            "-Wl,--exclude-libs,ALL",
            "-Wl,--gc-sections",
            "-Wl,-z,nodelete"
          ]
        }],
        ["target_arch=='x64'", {"dependencies": ["kernels_avx2", "kernels_avx512"]}],
        ["target_arch=='arm64'", {"dependencies": ["kernels_neon"]}]
      ]
    }
  ],
  "conditions": [
    ["target_arch=='x64'", {
      "targets": [
        {
          "target_name": "kernels_avx2",
          "type": "static_library",
          "sources": ["<!@(node compilation.mjs kernels avx2)"],
          "cflags_cc": ["<!@(node compilation.mjs flags avx2)"],
          "xcode_settings": {"OTHER_CPLUSPLUSFLAGS": ["<!@(node compilation.mjs flags avx2)"]}
        },
        {
          "target_name": "kernels_avx512",
          "type": "static_library",
          "sources": ["<!@(node compilation.mjs kernels avx512)"],
          "cflags_cc": ["<!@(node compilation.mjs flags avx512)"],
          "xcode_settings": {"OTHER_CPLUSPLUSFLAGS": ["<!@(node compilation.mjs flags avx512)"]}
        }
      ]
    }],
    ["target_arch=='arm64'", {
      "targets": [
        {
          "target_name": "kernels_neon",
          "type": "static_library",
          "sources": ["<!@(node compilation.mjs kernels neon)"]
        }
      ]
    }]
  ]
}
