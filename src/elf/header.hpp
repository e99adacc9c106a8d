#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace qrun::elf {

/// The first bytes of an ELF file as binfmt_misc sees them (BINPRM_BUF_SIZE of the kernel is 256;
/// the ELF64 header is 64).
inline constexpr std::size_t header_size = 64;

enum class Class : std::uint8_t { bits32 = 1, bits64 = 2 };
enum class Order : std::uint8_t { little = 1, big = 2 };

/// What elf(5) calls e_ident, e_type, e_machine and e_flags, plus the place of the program headers.
struct Header {
    Class word_class = Class::bits32;
    Order order = Order::little;
    std::uint8_t os_abi = 0;
    std::uint16_t type = 0;     ///< ET_EXEC 2, ET_DYN 3
    std::uint16_t machine = 0;  ///< EM_ARM 40, EM_AARCH64 183, …
    std::uint32_t flags = 0;
    std::uint64_t program_headers = 0;      ///< offset in the file, in bytes
    std::uint16_t program_header_size = 0;  ///< bytes each
    std::uint16_t program_header_count = 0;

    friend bool operator==(const Header&, const Header&) = default;
};

inline constexpr std::uint16_t type_executable = 2;
inline constexpr std::uint16_t type_shared = 3;
inline constexpr std::uint16_t machine_arm = 40;
inline constexpr std::uint16_t machine_x86_64 = 62;
inline constexpr std::uint16_t machine_aarch64 = 183;

/// True when the bytes start with the ELF magic.
[[nodiscard]] bool looks_like_elf(std::string_view bytes);

/// Decodes an ELF header from the first bytes of a file (at least 52 for 32-bit, 64 for 64-bit files).
/// `shown` is the path for messages.
[[nodiscard]] Result<Header> parse_header(std::string_view bytes, std::string_view shown);

/// True when one of the program headers in `table` (the bytes at header.program_headers) is PT_INTERP:
/// the file is dynamically linked and needs a loader.
[[nodiscard]] bool has_interpreter(const Header& header, std::string_view table);

}  // namespace qrun::elf
