#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace qrun::binfmt {

/// The version of a QEMU user-mode emulator.
struct QemuVersion {
    int major = 0;
    int minor = 0;
    int patch = 0;

    [[nodiscard]] std::string text() const;

    friend auto operator<=>(const QemuVersion&, const QemuVersion&) = default;
};

/// Finds "qemu-NAME version X.Y.Z" in the bytes of an emulator: its --version text is one literal
/// (linux-user/main.c), so nothing needs to be executed to read it.
[[nodiscard]] std::optional<QemuVersion> version_in(std::string_view bytes);

/// The version of the emulator behind `fd`; nothing when it is not QEMU or does not say. Reads the file in
/// pieces.
[[nodiscard]] Result<std::optional<QemuVersion>> version_of_file(int fd, const std::string& shown);

/// Whether this QEMU learns from AT_FLAGS that flag P added argv[0] (from 6.0 on, with Linux 5.12). An older
/// one hands its program a shifted argv. An unknown emulator is taken for old.
[[nodiscard]] bool understands_preserved_argv0(const std::optional<QemuVersion>& version);

/// Faults by which programs hang under this version, each in a sentence.
[[nodiscard]] std::vector<std::string> known_hangs(const QemuVersion& version);

}  // namespace qrun::binfmt
