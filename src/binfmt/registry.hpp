#pragma once

#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "binfmt/entry.hpp"

namespace qrun::binfmt {

/// Where the kernel shows binfmt_misc.
inline constexpr const char* default_directory = "/proc/sys/fs/binfmt_misc";

/// One mounted binfmt_misc instance. Thin: decisions are made elsewhere.
class Registry {
  public:
    /// Opens the instance mounted on `directory`; an error with a hint when nothing is mounted there
    /// (statfs(2): f_type 0x42494e4d). Opening also triggers an automount.
    [[nodiscard]] static Result<Registry> open(const std::string& directory = default_directory);

    /// Registers an entry: one open(2) and one write(2) of the whole line.
    [[nodiscard]] Status add(const Entry& entry) const;

    /// Removes the entry of that name (writes -1 to it; never to `status`).
    [[nodiscard]] Status remove(const std::string& name) const;

    /// One entry, or all (sorted by name).
    [[nodiscard]] Result<Entry> read(const std::string& name) const;
    [[nodiscard]] Result<std::vector<Entry>> read_all() const;

  private:
    Registry(std::string directory, Fd fd) : directory_(std::move(directory)), fd_(std::move(fd)) {}

    std::string directory_;
    Fd fd_;
};

}  // namespace qrun::binfmt
