#include "base/error.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/text.hpp"

namespace qrun {

std::string Error::message() const {
    std::string text = printable(what);
    if (!path.empty()) text += " '" + printable(path) + "'";
    if (errno_value != 0) {
        text += ": ";
        text += std::strerror(errno_value);
    }
    return text;
}

Error errno_error(std::string what, std::string path, std::string hint) {
    const int saved = errno;
    return {std::move(what), std::move(path), saved, std::move(hint)};
}

Error errno_error_of(int errno_value, std::string what, std::string path, std::string hint) {
    return {std::move(what), std::move(path), errno_value, std::move(hint)};
}

Error plain_error(std::string what, std::string path, std::string hint) {
    return {std::move(what), std::move(path), 0, std::move(hint)};
}

}  // namespace qrun
