#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "base/error.hpp"

namespace qrun {

/// Either a value or an Error. No exception crosses a module's border.
template <typename T>
using Result = tl::expected<T, Error>;

/// Success without a value, or an Error.
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace qrun

#define QRUN_CONCAT_(a, b) a##b
#define QRUN_CONCAT(a, b) QRUN_CONCAT_(a, b)

/// QRUN_TRY(auto x, f()): x takes f()'s value; on an Error the enclosing function returns it.
#define QRUN_TRY(declaration, expression) QRUN_TRY_(QRUN_CONCAT(qrun_try_, __LINE__), declaration, expression)
#define QRUN_TRY_(result, declaration, expression)                                  \
    auto result = (expression);                                                     \
    if (!(result)) return tl::unexpected<::qrun::Error>(std::move(result).error()); \
    declaration = std::move(*(result))

/// QRUN_CHECK(f()): f() returns a Status; on an Error the enclosing function returns it.
#define QRUN_CHECK(expression)                                                    \
    do {                                                                          \
        if (auto qrun_status = (expression); !qrun_status)                        \
            return tl::unexpected<::qrun::Error>(std::move(qrun_status).error()); \
    } while (false)
