#include "binfmt/qemu_version.hpp"

#include <cctype>

#include "base/text.hpp"
#include "sys/file.hpp"

namespace qrun::binfmt {
namespace {

/// Takes a number of at most four digits from the front.
std::optional<int> take_number(std::string_view& text) {
    std::size_t digits = 0;
    while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0) ++digits;
    if (digits == 0 || digits > 4) return std::nullopt;
    const auto value = parse_number(text.substr(0, digits));
    text.remove_prefix(digits);
    return static_cast<int>(*value);
}

bool take_dot(std::string_view& text) {
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<QemuVersion> parse_version(std::string_view text) {
    QemuVersion version;
    const auto major = take_number(text);
    if (!major || !take_dot(text)) return std::nullopt;
    const auto minor = take_number(text);
    if (!minor) return std::nullopt;
    version.major = *major;
    version.minor = *minor;
    if (take_dot(text)) version.patch = take_number(text).value_or(0);
    return version;
}

}  // namespace

std::string QemuVersion::text() const {
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::optional<QemuVersion> version_in(std::string_view bytes) {
    static constexpr std::string_view start = "qemu-";
    static constexpr std::string_view word = " version ";
    constexpr std::size_t longest_name = 20;
    for (auto at = bytes.find(start); at != std::string_view::npos; at = bytes.find(start, at + 1)) {
        const auto rest = bytes.substr(at + start.size(), longest_name + word.size());
        const auto end = rest.find(word);
        if (end == std::string_view::npos || end == 0) continue;
        if (rest.substr(0, end).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string_view::npos)
            continue;
        if (const auto version = parse_version(bytes.substr(at + start.size() + end + word.size(), 20)))
            return version;
    }
    return std::nullopt;
}

Result<std::optional<QemuVersion>> version_of_file(int fd, const std::string& shown) {
    constexpr std::size_t piece = 1U << 20U;
    constexpr std::size_t overlap = 128;       // a text may lie across the border of two pieces
    constexpr off_t largest = off_t{1} << 28;  // no emulator is that large
    for (off_t at = 0; at < largest; at += static_cast<off_t>(piece - overlap)) {
        QRUN_TRY(const std::string bytes, sys::read_at(fd, piece, at, shown));
        if (const auto version = version_in(bytes)) return version;
        if (bytes.size() < piece) break;
    }
    return std::nullopt;
}

bool understands_preserved_argv0(const std::optional<QemuVersion>& version) {
    return version && *version >= QemuVersion{6, 0, 0};
}

std::vector<std::string> known_hangs(const QemuVersion& version) {
    std::vector<std::string> hangs;
    if (version < QemuVersion{8, 0, 0}) {
        hangs.emplace_back(
            "programs with several threads that fork may deadlock in GLib's allocator (QEMU bug 285, fixed "
            "in 8.0)");
    }
    const bool fixed_lock = version < QemuVersion{6, 2, 0} || version >= QemuVersion{10, 0, 3} ||
                            (version >= QemuVersion{7, 2, 19} && version < QemuVersion{8, 0, 0});
    if (!fixed_lock) {
        hangs.emplace_back(
            "a child of a program with several threads may wait for a lock for ever (QEMU bug 2846, fixed in "
            "7.2.19, 10.0.3 and 10.1)");
    }
    return hangs;
}

}  // namespace qrun::binfmt
