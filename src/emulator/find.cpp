#include "emulator/find.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>

#include "base/text.hpp"
#include "elf/file.hpp"
#include "sys/file.hpp"
#include "sys/process.hpp"

namespace qrun::emulator {
namespace {

const char* const install_hint =
    "install the static emulators: apt-get install qemu-user-static (Debian, Ubuntu; from Debian 13 on: qemu-user), "
    "dnf install qemu-user-static (Fedora)";

}  // namespace

std::vector<std::string> search_directories() {
    std::vector<std::string> directories;
    const char* path = std::getenv("PATH");
    for (auto& directory : split(path != nullptr ? path : "", ':')) {
        if (directory.starts_with('/')) directories.push_back(std::move(directory));
    }
    for (const char* usual : {"/usr/local/bin", "/usr/bin", "/usr/libexec"}) directories.emplace_back(usual);
    return directories;
}

Result<Emulator> emulator_at(const binfmt::Target& target, const std::string& path) {
    QRUN_TRY(const std::string real, sys::real_path(path, "cannot use the emulator"));
    QRUN_TRY(const Fd fd, sys::open_file(real, O_RDONLY | O_NONBLOCK, "cannot use the emulator"));
    QRUN_TRY(const auto st, sys::stat_of(fd.get(), real));
    if (!S_ISREG(st.st_mode)) return fail(plain_error("the emulator is not a regular file:", real));
    if (::access(real.c_str(), X_OK) != 0) return fail(errno_error("the emulator cannot be executed:", real));
    QRUN_TRY(const auto file, elf::read_file(fd.get(), real));
    if (file.header.machine != elf::machine_x86_64) {
        return fail(plain_error("the emulator is not a program of this host (x86-64):", real));
    }
    if (file.dynamic) {
        return fail(plain_error("the emulator is dynamically linked and would not start inside a rootfs:", real,
                                install_hint));
    }
    return Emulator{&target, real};
}

Result<Emulator> find_emulator(const binfmt::Target& target, const std::vector<std::string>& directories) {
    std::optional<Error> unusable;
    for (const char* suffix : {"-static", ""}) {
        for (const auto& directory : directories) {
            const std::string path = fmt::format("{}/qemu-{}{}", directory, target.name, suffix);
            if (::access(path.c_str(), F_OK) != 0) continue;
            auto emulator = emulator_at(target, path);
            if (emulator) return emulator;
            if (!unusable) unusable = std::move(emulator).error();
        }
    }
    if (unusable) return fail(std::move(*unusable));
    return fail(plain_error(fmt::format("no emulator for {} on this host (looked for qemu-{}-static and qemu-{})",
                                        target.name, target.name, target.name),
                            {}, install_hint));
}

std::string version_in(const std::string& output) {
    // "qemu-arm version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)"
    constexpr std::string_view before = " version ";
    const auto at = output.find(before);
    if (at == std::string::npos) return {};
    const std::string_view rest = std::string_view(output).substr(at + before.size());
    return std::string(rest.substr(0, std::min(rest.find_first_not_of("0123456789."), rest.size())));
}

Result<std::string> version_of(const Emulator& emulator) {
    QRUN_TRY(const auto output, sys::run_program({emulator.path, "--version"}));
    std::string version = version_in(output.standard_output);
    if (version.empty()) return fail(plain_error("the emulator does not tell its version:", emulator.path));
    return version;
}

}  // namespace qrun::emulator
