#include "base/log.hpp"

#include <unistd.h>

#include <string>

#include "base/text.hpp"

namespace qrun {
namespace {

// Set once before anything else runs; read-only afterwards.
std::string& program_name() {
    static std::string name = "qrun";
    return name;
}
Verbosity& level() {
    static Verbosity value = Verbosity::normal;
    return value;
}

/// One write(2) a message, so that lines of several processes do not mix.
void write_lines(std::string_view kind, std::string_view text, std::string_view hint) {
    std::string out = program_name() + ": ";
    out += kind;
    out += text;
    out += '\n';
    if (!hint.empty()) {
        for (const auto& line : split(hint, '\n')) out += "hint: " + printable(line) + '\n';
    }
    std::string_view rest = out;
    while (!rest.empty()) {
        const ssize_t n = ::write(STDERR_FILENO, rest.data(), rest.size());
        if (n <= 0) return;  // nobody to tell
        rest.remove_prefix(static_cast<std::size_t>(n));
    }
}

}  // namespace

void set_up_log(std::string_view program, Verbosity verbosity) {
    program_name() = program;
    level() = verbosity;
}

Verbosity verbosity() {
    return level();
}

void log_error(const Error& error) {
    write_lines("", error.message(), error.hint);
}

void log_warning(std::string_view text, std::string_view hint) {
    if (level() != Verbosity::quiet) write_lines("warning: ", printable(text), hint);
}

void log_info(std::string_view text) {
    if (level() != Verbosity::quiet) write_lines("", printable(text), {});
}

void log_verbose(std::string_view text) {
    if (level() == Verbosity::verbose) write_lines("", printable(text), {});
}

}  // namespace qrun
