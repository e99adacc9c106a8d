#include "elf/file.hpp"

#include <cstddef>

#include "sys/file.hpp"

namespace qrun::elf {

Result<File> read_file(int fd, const std::string& shown) {
    constexpr std::size_t matched_by_kernel = 256;  // BINPRM_BUF_SIZE, include/uapi/linux/binfmts.h
    File file;
    QRUN_TRY(file.first_bytes, sys::read_at(fd, matched_by_kernel, 0, shown));
    QRUN_TRY(file.header, parse_header(file.first_bytes, shown));
    const std::size_t table_size = std::size_t{file.header.program_header_size} * file.header.program_header_count;
    QRUN_TRY(const std::string table,
             sys::read_at(fd, table_size, static_cast<off_t>(file.header.program_headers), shown));
    file.dynamic = has_interpreter(file.header, table);
    return file;
}

}  // namespace qrun::elf
