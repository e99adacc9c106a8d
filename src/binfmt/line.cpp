// The one-line format of `register` and binfmt.d: writing and reading it.
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "binfmt/entry.hpp"

namespace qrun::binfmt {
namespace {

bool has_control_character(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
    }
    return false;
}

tl::unexpected<Error> refuse(const Entry& entry, const char* why) {
    return fail(plain_error(std::string("cannot register a handler with ") + why + ":", entry.name));
}

std::string escaped(std::string_view bytes) {
    static constexpr char hex[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 4);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += "\\x";
        out += hex[byte >> 4U];
        out += hex[byte & 0xFU];
    }
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// What the kernel makes of a magic or mask: \xHH is one byte, everything else stands for itself
/// (lib/string_helpers.c, UNESCAPE_HEX).
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 2 < text.size() && text[i + 1] == 'x';
        const int high = escape ? hex_digit(text[i + 2]) : -1;
        if (high < 0) {
            out += text[i];
            continue;
        }
        const int low = i + 3 < text.size() ? hex_digit(text[i + 3]) : -1;
        out += static_cast<char>(low < 0 ? high : high * 16 + low);
        i += low < 0 ? 2 : 3;
    }
    return out;
}

Status check_pattern(const Entry& entry) {
    if (entry.magic.empty()) return refuse(entry, "an empty pattern");
    if (entry.kind == Entry::Kind::extension) {
        if (entry.magic.find_first_of(":/") != std::string::npos || has_control_character(entry.magic)) {
            return refuse(entry, "'/', ':' or a control character in its extension");
        }
        return {};
    }
    if (!entry.mask.empty() && entry.mask.size() != entry.magic.size()) {
        return refuse(entry, "a mask that is not as long as its magic");
    }
    if (entry.offset > bytes_compared || entry.magic.size() > bytes_compared - entry.offset) {
        return refuse(entry, "a magic that reaches beyond the first 256 bytes of a file");
    }
    return {};
}

Status check_interpreter(const Entry& entry) {
    const std::string& path = entry.interpreter;
    if (path.empty() || path.front() != '/') return refuse(entry, "an interpreter that is not an absolute path");
    if (path.size() > longest_interpreter) return refuse(entry, "an interpreter path of over 127 bytes");
    if (path.find(':') != std::string::npos || has_control_character(path)) {
        return refuse(entry, "':' or a control character in its interpreter");
    }
    return {};
}

tl::unexpected<Error> bad_line(std::string_view line, const char* why) {
    return fail(plain_error(std::string("not a line of the binfmt_misc register format (") + why + "):",
                            std::string(line.substr(0, 80))));
}

/// Fields 1 to 4 of a line: the kind, offset, magic and mask.
Status read_pattern(Entry& entry, const std::vector<std::string>& fields, std::string_view line) {
    if (fields[1] == "E") {
        entry.kind = Entry::Kind::extension;
        entry.magic = fields[3];
        return {};
    }
    if (fields[1] != "M") return bad_line(line, "neither M nor E");
    const auto offset = fields[2].empty() ? std::optional<std::uint64_t>(0) : parse_number(fields[2]);
    if (!offset || *offset > bytes_compared) return bad_line(line, "offset");
    entry.offset = *offset;
    entry.magic = unescaped(fields[3]);
    entry.mask = unescaped(fields[4]);
    return {};
}

}  // namespace

Status check_name(std::string_view name) {
    const auto refuse_name = [&](const char* why) {
        return fail(plain_error(std::string("a handler cannot have this name (") + why + "):", std::string(name)));
    };
    if (name.empty()) return refuse_name("empty");
    if (name == "." || name == ".." || name.find('/') != std::string_view::npos) return refuse_name("a path");
    if (name == "register" || name == "status") return refuse_name("the kernel's own file");
    if (name.size() > longest_name) return refuse_name("over 255 bytes");
    if (name.find(':') != std::string_view::npos) return refuse_name("':' separates the fields");
    if (has_control_character(name)) return refuse_name("control characters");
    return {};
}

Result<std::string> encode(const Entry& entry) {
    QRUN_CHECK(check_name(entry.name));
    QRUN_CHECK(check_pattern(entry));
    QRUN_CHECK(check_interpreter(entry));
    if (entry.flags.find_first_not_of("POCF") != std::string::npos) return refuse(entry, "flags other than POCF");

    std::string line = ":" + entry.name;
    if (entry.kind == Entry::Kind::extension) {
        line += ":E::" + entry.magic + "::";
    } else {
        line += ":M:" + (entry.offset == 0 ? "" : std::to_string(entry.offset)) + ":" + escaped(entry.magic) + ":" +
                escaped(entry.mask) + ":";
    }
    line += entry.interpreter + ":" + entry.flags;
    if (line.size() > longest_line) return refuse(entry, "a line of over 1920 bytes");
    return line;
}

Result<Entry> parse_line(std::string_view line) {
    if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
    if (line.size() < shortest_line) return bad_line(line, "too short");
    if (line.size() > longest_line) return bad_line(line, "over 1920 bytes");
    const std::vector<std::string> fields = split(line.substr(1), line.front());
    if (fields.size() != 7) return bad_line(line, "not seven fields");

    Entry entry{.name = fields[0], .interpreter = fields[5], .flags = fields[6]};
    QRUN_CHECK(read_pattern(entry, fields, line));
    QRUN_CHECK(encode(entry));  // whatever the kernel would refuse
    return entry;
}

}  // namespace qrun::binfmt
