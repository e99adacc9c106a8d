#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "binfmt/entry.hpp"

namespace qrun::binfmt {

/// Where the kernel shows binfmt_misc.
inline constexpr const char* default_directory = "/proc/sys/fs/binfmt_misc";

/// The handlers of an instance, and what could not be read of it (an entry that another kernel words
/// differently must not hide the rest).
struct Listing {
    std::vector<Entry> entries;  ///< sorted by name
    std::vector<Error> unreadable;
};

/// One mounted binfmt_misc instance. Thin: decisions are made elsewhere.
class Registry {
  public:
    /// Opens the instance mounted on `directory`; an error with a hint when nothing is mounted there
    /// (statfs(2): f_type 0x42494e4d). Opening also triggers an automount.
    [[nodiscard]] static Result<Registry> open(const std::string& directory = default_directory);

    /// The instance whose root directory is behind `fd` already: a mount that is not attached anywhere yet.
    Registry(std::string directory, Fd fd) : directory_(std::move(directory)), fd_(std::move(fd)) {}

    /// Registers an entry: one open(2) and one write(2) of the whole line. A name that is taken is EEXIST.
    /// With flag F the kernel opens the interpreter now; its errors are told apart in the hint.
    [[nodiscard]] Status add(const Entry& entry) const;

    /// Removes the entry of that name (writes -1 to it; never to `status`).
    [[nodiscard]] Status remove(const std::string& name) const;

    /// Switches one entry on or off.
    [[nodiscard]] Status enable(const std::string& name, bool on) const;

    /// Whether the instance as a whole is switched on (`status`).
    [[nodiscard]] Result<bool> enabled() const;

    /// One entry, or all. An entry that vanishes meanwhile is left out.
    [[nodiscard]] Result<Entry> read(const std::string& name) const;
    [[nodiscard]] Result<Listing> read_all() const;

    /// When an entry was registered, in nanoseconds since the epoch (the times of its file; nothing changes
    /// them later). The one that was registered last wins.
    [[nodiscard]] Result<std::int64_t> registered_at(const std::string& name) const;

    /// Keeps other processes that call this out until the result is closed (flock(2)). It takes the right to
    /// open `register`, so that nobody but root can hold root up.
    [[nodiscard]] Result<Fd> lock() const;

    [[nodiscard]] const std::string& directory() const { return directory_; }

  private:
    [[nodiscard]] Status write_to(const std::string& name, std::string_view text, const char* what) const;

    std::string directory_;
    Fd fd_;
};

}  // namespace qrun::binfmt
