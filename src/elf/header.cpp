#include "elf/header.hpp"

#include <string>

namespace qrun::elf {
namespace {

constexpr std::uint32_t segment_interpreter = 3;  // PT_INTERP

/// An unsigned number of `size` bytes at `offset`, in the file's byte order. The caller checks the bounds.
std::uint64_t number_at(std::string_view bytes, std::size_t offset, std::size_t size, Order order) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t at = order == Order::big ? offset + i : offset + size - 1 - i;
        value = value << 8U | static_cast<unsigned char>(bytes[at]);
    }
    return value;
}

Error not_elf(std::string_view shown, const char* why) {
    return plain_error(std::string("not a usable ELF file (") + why + "):", std::string(shown));
}

}  // namespace

bool looks_like_elf(std::string_view bytes) {
    return bytes.substr(0, 4) == "\177ELF";
}

Result<Header> parse_header(std::string_view bytes, std::string_view shown) {
    if (!looks_like_elf(bytes)) return fail(not_elf(shown, "no ELF magic"));
    if (bytes.size() < 52) return fail(not_elf(shown, "shorter than an ELF header"));
    const auto word_class = static_cast<unsigned char>(bytes[4]);
    const auto order = static_cast<unsigned char>(bytes[5]);
    if (word_class != 1 && word_class != 2) return fail(not_elf(shown, "unknown class"));
    if (order != 1 && order != 2) return fail(not_elf(shown, "unknown byte order"));

    Header header;
    header.word_class = static_cast<Class>(word_class);
    header.order = static_cast<Order>(order);
    header.os_abi = static_cast<std::uint8_t>(bytes[7]);
    const bool wide = header.word_class == Class::bits64;
    if (wide && bytes.size() < 64) return fail(not_elf(shown, "shorter than an ELF header"));

    const auto half = [&](std::size_t offset) {
        return static_cast<std::uint16_t>(number_at(bytes, offset, 2, header.order));
    };
    header.type = half(16);
    header.machine = half(18);
    header.program_headers = number_at(bytes, wide ? 32 : 28, wide ? 8 : 4, header.order);
    header.flags = static_cast<std::uint32_t>(number_at(bytes, wide ? 48 : 36, 4, header.order));
    header.program_header_size = half(wide ? 54 : 42);
    header.program_header_count = half(wide ? 56 : 44);
    return header;
}

bool has_interpreter(const Header& header, std::string_view table) {
    const std::size_t step = header.program_header_size;
    if (step < 4) return false;
    for (std::size_t i = 0; i < header.program_header_count; ++i) {
        if ((i + 1) * step > table.size()) return false;
        if (number_at(table, i * step, 4, header.order) == segment_interpreter) return true;
    }
    return false;
}

}  // namespace qrun::elf
