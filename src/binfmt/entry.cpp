#include "binfmt/entry.hpp"

#include <optional>
#include <utility>

#include "base/text.hpp"

namespace qrun::binfmt {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/// The bytes that hexadecimal digits stand for, as the kernel prints them (lower case).
std::optional<std::string> bytes_of_hex(std::string_view hex) {
    if (hex.empty() || hex.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = hex_digit(hex[i]);
        const int low = hex_digit(hex[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

/// Takes `prefix` and the rest of its line from the front of `text`; nothing when it does not start so.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view prefix) {
    const auto end = text.find('\n');
    if (!text.starts_with(prefix) || end == std::string_view::npos || end < prefix.size()) return std::nullopt;
    const auto rest = text.substr(prefix.size(), end - prefix.size());
    text.remove_prefix(end + 1);
    return rest;
}

tl::unexpected<Error> not_understood(std::string_view name, const char* what) {
    return fail(plain_error(std::string("cannot understand the handler (") + what + ")", std::string(name)));
}

/// The rest of what the kernel shows, from the line after the flags.
Status parse_pattern(Entry& entry, std::string_view text) {
    if (const auto extension = take_line(text, "extension .")) {
        entry.kind = Entry::Kind::extension;
        entry.magic = *extension;
        return entry.magic.empty() || !text.empty() ? not_understood(entry.name, "extension") : Status{};
    }
    const auto offset = take_line(text, "offset ");
    const auto number = offset ? parse_number(*offset) : std::nullopt;
    if (!number || *number > bytes_compared) return not_understood(entry.name, "offset");
    entry.offset = *number;

    const auto magic = take_line(text, "magic ");
    auto bytes = magic ? bytes_of_hex(*magic) : std::nullopt;
    if (!bytes || entry.offset + bytes->size() > bytes_compared) return not_understood(entry.name, "magic");
    entry.magic = *std::move(bytes);
    if (text.empty()) return {};

    const auto mask = take_line(text, "mask ");
    bytes = mask ? bytes_of_hex(*mask) : std::nullopt;
    if (!bytes || bytes->size() != entry.magic.size() || !text.empty()) return not_understood(entry.name, "mask");
    entry.mask = *std::move(bytes);
    return {};
}

}  // namespace

Entry entry_for(const Target& target, std::string name, std::string interpreter, std::string flags) {
    Entry entry;
    entry.name = std::move(name);
    entry.magic = target.magic;
    entry.mask = target.mask;
    entry.interpreter = std::move(interpreter);
    entry.flags = std::move(flags);
    return entry;
}

const Target* target_of_entry(const Entry& entry) {
    if (entry.kind != Entry::Kind::magic || entry.offset != 0) return nullptr;
    for (const Target& target : all_targets()) {
        if (entry.magic == target.magic && entry.mask == target.mask) return &target;
    }
    // Distributions compare a little more or less of the header (Debian's mips*, s390x). An entry that
    // compares less than e_machine, which ends at byte 20, is not for one target.
    if (entry.magic.size() < 20) return nullptr;
    for (const Target& target : all_targets()) {
        const std::string example(target.magic);
        if (matches(example + std::string(bytes_compared, '\0'), 0, entry.magic, entry.mask)) return &target;
    }
    return nullptr;
}

Result<Entry> parse(std::string_view name, std::string_view text) {
    Entry entry;
    entry.name = name;
    if (take_line(text, "enabled")) {
        entry.enabled = true;
    } else if (take_line(text, "disabled")) {
        entry.enabled = false;
    } else {
        return not_understood(name, "neither enabled nor disabled");
    }
    // The interpreter is any text, newlines included. No line after the flags can look like flags.
    static constexpr std::string_view before = "interpreter ";
    static constexpr std::string_view after = "\nflags: ";
    const auto end = text.rfind(after);
    if (!text.starts_with(before) || end == std::string_view::npos || end < before.size()) {
        return not_understood(name, "interpreter");
    }
    entry.interpreter = text.substr(before.size(), end - before.size());
    text.remove_prefix(end + 1);
    const auto flags = take_line(text, "flags: ");
    if (!flags || flags->find_first_not_of("POCF") != std::string_view::npos) return not_understood(name, "flags");
    entry.flags = *flags;
    QRUN_CHECK(parse_pattern(entry, text));
    return entry;
}

}  // namespace qrun::binfmt
