#include "binfmt/probe.hpp"

#include <cstdint>

namespace qrun::binfmt {
namespace {

struct Probe {
    std::string_view target;
    std::uint32_t flags;  ///< e_flags
    std::string_view code;
};

constexpr Probe table[] = {
#include "probes_table.inc"
};

// One page-aligned segment holds the whole file. 64 KiB is the largest page of any target, and 4 MiB is
// above every host's vm.mmap_min_addr.
constexpr std::uint64_t load_address = 0x400000;
constexpr std::uint64_t alignment = 0x10000;

/// Appends numbers in a target's byte order.
class Writer {
  public:
    Writer(std::string& out, bool big_endian) : out_(out), big_endian_(big_endian) {}

    void number(std::uint64_t value, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t shift = 8 * (big_endian_ ? size - 1 - i : i);
            out_ += static_cast<char>(value >> shift & 0xFFU);
        }
    }

  private:
    std::string& out_;
    bool big_endian_;
};

constexpr std::uint64_t executable_segment = 1;          // PT_LOAD
constexpr std::uint64_t read_write_execute = 4 | 2 | 1;  // PF_R | PF_W | PF_X

void write_program_header(Writer& out, bool wide, std::uint64_t size) {
    const std::size_t word = wide ? 8 : 4;
    out.number(executable_segment, 4);
    if (wide) out.number(read_write_execute, 4);
    out.number(0, word);  // offset
    out.number(load_address, word);
    out.number(load_address, word);
    out.number(size, word);
    out.number(size, word);
    if (!wide) out.number(read_write_execute, 4);
    out.number(alignment, word);
}

std::string elf_file(const Target& target, const Probe& probe) {
    const bool wide = target.magic[4] == 2;
    const std::size_t header_size = wide ? 64 : 52;
    const std::size_t segment_size = wide ? 56 : 32;
    const std::size_t word = wide ? 8 : 4;
    const std::size_t code_at = header_size + segment_size;

    std::string file(target.magic.substr(0, 20));  // e_ident, e_type and e_machine, as the handler compares them
    Writer out(file, target.magic[5] == 2);
    out.number(1, 4);  // e_version
    out.number(load_address + code_at, word);
    out.number(header_size, word);  // e_phoff
    out.number(0, word);            // e_shoff
    out.number(probe.flags, 4);
    out.number(header_size, 2);
    out.number(segment_size, 2);
    out.number(1, 2);  // e_phnum
    out.number(wide ? 64 : 40, 2);
    out.number(0, 2);
    out.number(0, 2);
    write_program_header(out, wide, code_at + probe.code.size());
    return file + std::string(probe.code);
}

}  // namespace

std::optional<std::string> probe_file(const Target& target) {
    for (const Probe& probe : table) {
        if (probe.target == target.name) return elf_file(target, probe);
    }
    return std::nullopt;
}

}  // namespace qrun::binfmt
