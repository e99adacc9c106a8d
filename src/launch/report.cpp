#include "launch/report.hpp"

#include <cerrno>
#include <cstdlib>

#include "base/text.hpp"

namespace qrun::launch {
namespace {

int number_in(const std::string& text) {
    return static_cast<int>(std::strtol(text.c_str(), nullptr, 10));
}

}  // namespace

std::string encode(const Failure& failure) {
    std::string text = std::to_string(failure.status);
    for (const auto& field :
         {failure.error.what, failure.error.path, std::to_string(failure.error.errno_value), failure.error.hint}) {
        text += '\0';
        text += field;
    }
    return text;
}

Failure decode_failure(std::string_view text) {
    auto field = split(text, '\0');
    field.resize(5);
    Failure failure;
    failure.status = number_in(field[0]);
    failure.error = {field[1], field[2], number_in(field[3]), field[4]};
    return failure;
}

std::string encode(const sys::Ending& ending) {
    return (ending.by_signal ? "signal " : "exit ") + std::to_string(ending.number);
}

sys::Ending decode_ending(std::string_view text) {
    const auto word = split(text, ' ');
    return {word.front() == "signal", word.size() > 1 ? number_in(word[1]) : 0};
}

Failure exec_failure(int errno_value, const std::string& command) {
    Failure failure;
    failure.status = errno_value == ENOENT ? status_not_found : status_not_executable;
    failure.error = errno_error_of(errno_value, "cannot run", command);
    switch (errno_value) {
        case ENOENT:
            failure.error.hint =
                command.find('/') == std::string::npos
                    ? "it is in no directory of the PATH within the rootfs; is its package installed there?"
                    : "the path is looked up within the rootfs; a script's #! interpreter or a program's "
                      "loader may be what is missing";
            break;
        case ENOEXEC:
            failure.error.hint = "it is neither a program of the rootfs's architecture nor a script with a #! line";
            break;
        case EACCES:
            failure.error.hint = "it is a directory, is not marked executable, or lies where nothing may be executed";
            break;
        case E2BIG:
            failure.error.hint = "the arguments and the environment together are too large";
            break;
        default:
            break;
    }
    return failure;
}

}  // namespace qrun::launch
