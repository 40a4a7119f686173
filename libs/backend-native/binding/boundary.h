#pragma once

#include <napi.h>

#include <cstdint>
#include <exception>
#include <initializer_list>
#include <memory>
#include <string>

/**
 * What JavaScript calls: functions, classes and their methods. A worker thread may be terminated at any moment, and
 * Node-API then refuses every call. node-addon-api's own wrappers do not survive that: they throw into Node.js, which
 * ends the process, and leave objects behind that are destroyed twice. So all of the addon's exports are these.
 */
namespace lockstep::binding {

/** Makes what a call throws JavaScript's exception; or nothing, where a thread that is being terminated takes none. */
template <class Call>
napi_value at_boundary(napi_env env, Call call) noexcept {
  try {
    try {
      return call();
    } catch (const Napi::Error& error) {
      error.ThrowAsJavaScriptException();
    } catch (const std::exception& error) {
      Napi::Error::New(env, error.what()).ThrowAsJavaScriptException();
    }
  } catch (const Napi::Error&) {
    // No JavaScript will run in this thread any more, and so nobody misses the exception.
  }
  return nullptr;
}

/** @throws Napi::Error with what Node-API says, where a call of it failed */
inline void check(Napi::Env env, napi_status status) {
  if (status != napi_ok) throw Napi::Error::New(env);
}

template <Napi::Value (*body)(const Napi::CallbackInfo&)>
napi_value function_entry(napi_env env, napi_callback_info info) noexcept {
  return at_boundary(env, [&]() -> napi_value { return body(Napi::CallbackInfo(env, info)); });
}

/** A function of JavaScript's. */
template <Napi::Value (*body)(const Napi::CallbackInfo&)>
Napi::Function function(Napi::Env env, const char* name) {
  napi_value made;
  check(env, napi_create_function(env, name, NAPI_AUTO_LENGTH, function_entry<body>, nullptr, &made));
  return Napi::Function(env, made);
}

/**
 * The base of a class of JavaScript's: `class Model : public Wrapped<Model>`, with a `class_name` and a public
 * constructor of CallbackInfo. Each object of JavaScript's has one of these, which is destroyed on its thread when the
 * object or its environment is gone.
 */
template <class Class>
class Wrapped {
 public:
  /** @throws Napi::TypeError where the value is none of this class's; `name` is how the message calls it */
  static Class& from(const Napi::Value& value, const char* name) {
    void* object = nullptr;
    if (!value.IsObject() || !value.As<Napi::Object>().CheckTypeTag(&tag)) {
      throw Napi::TypeError::New(value.Env(), std::string(name) + ": expected a " + Class::class_name);
    }
    check(value.Env(), napi_unwrap(value.Env(), value, &object));
    return *static_cast<Class*>(object);
  }

 protected:
  explicit Wrapped(const Napi::CallbackInfo& info) : env_(info.Env()) {}
  ~Wrapped() {
    if (reference_ != nullptr) napi_delete_reference(env_, reference_);
  }
  Wrapped(const Wrapped&) = delete;
  Wrapped& operator=(const Wrapped&) = delete;

  Napi::Env env() const { return env_; }

  /** JavaScript's object, and with it this one, stays until it is let go as often as it was kept. */
  void keep() { napi_reference_ref(env_, reference_, nullptr); }
  void let_go() { napi_reference_unref(env_, reference_, nullptr); }

  template <Napi::Value (Class::*body)(const Napi::CallbackInfo&)>
  static napi_property_descriptor method(const char* name) {
    return {name, nullptr, method_entry<body>, nullptr, nullptr, nullptr, napi_default_method, nullptr};
  }

  template <Napi::Value (Class::*body)(const Napi::CallbackInfo&)>
  static napi_property_descriptor getter(const char* name) {
    return {name, nullptr, nullptr, method_entry<body>, nullptr, nullptr, napi_default, nullptr};
  }

  /** The class, as JavaScript calls it: Class::class_name. */
  static Napi::Function define_class(Napi::Env env, std::initializer_list<napi_property_descriptor> properties) {
    napi_value made;
    check(env, napi_define_class(env, Class::class_name, NAPI_AUTO_LENGTH, construct, nullptr, properties.size(),
                                 properties.begin(), &made));
    return Napi::Function(env, made);
  }

 private:
  static napi_value construct(napi_env env, napi_callback_info info) noexcept {
    return at_boundary(env, [&]() -> napi_value {
      const Napi::CallbackInfo call(env, info);
      if (!call.IsConstructCall()) {
        throw Napi::TypeError::New(env, std::string("Class constructor ") + Class::class_name +
                                            " cannot be invoked without 'new'");
      }
      const Napi::Object object = call.This().As<Napi::Object>();
      auto made = std::make_unique<Class>(call);
      Wrapped& wrapped = *made;
      check(env, napi_type_tag_object(env, object, &tag));
      check(env, napi_wrap(env, object, made.get(), destroy, nullptr, &wrapped.reference_));
      made.release();
      return object;
    });
  }

  static void destroy(napi_env, void* object, void*) noexcept { delete static_cast<Class*>(object); }

  template <Napi::Value (Class::*body)(const Napi::CallbackInfo&)>
  static napi_value method_entry(napi_env env, napi_callback_info info) noexcept {
    return at_boundary(env, [&]() -> napi_value {
      const Napi::CallbackInfo call(env, info);
      return (from(call.This(), "this").*body)(call);
    });
  }

  /** Of this class in this process, by where it is. */
  static const napi_type_tag tag;

  const Napi::Env env_;
  napi_ref reference_ = nullptr;
};

template <class Class>
const napi_type_tag Wrapped<Class>::tag = {reinterpret_cast<std::uint64_t>(&Wrapped<Class>::tag), 0x6c6f636b73746570};

}  // namespace lockstep::binding
