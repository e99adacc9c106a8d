#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "binfmt/target.hpp"

namespace qrun::emulator {

/// A QEMU user-mode emulator that can serve as an interpreter: executable, static, for this host.
struct Emulator {
    const binfmt::Target* target = nullptr;
    std::string path;  ///< absolute, links resolved

    friend bool operator==(const Emulator&, const Emulator&) = default;
};

/// The directories that are searched: those of $PATH, then /usr/local/bin, /usr/bin and /usr/libexec.
[[nodiscard]] std::vector<std::string> search_directories();

/// The first usable emulator for `target` in `directories` (binfmt::find_interpreter).
[[nodiscard]] Result<Emulator> find_emulator(const binfmt::Target& target,
                                             const std::vector<std::string>& directories);

/// The emulator at `path`, checked (binfmt::usable_interpreter).
[[nodiscard]] Result<Emulator> emulator_at(const binfmt::Target& target, const std::string& path);

/// The version that the emulator prints ("7.2.22"); runs it.
[[nodiscard]] Result<std::string> version_of(const Emulator& emulator);

/// The version in what `qemu-… --version` prints; empty when there is none.
[[nodiscard]] std::string version_in(const std::string& output);

}  // namespace qrun::emulator
