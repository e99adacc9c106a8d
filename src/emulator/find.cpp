#include "emulator/find.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/text.hpp"
#include "binfmt/interpreter.hpp"
#include "sys/process.hpp"

namespace qrun::emulator {
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
    QRUN_TRY(auto real, binfmt::usable_interpreter(path));
    return Emulator{&target, std::move(real)};
}

Result<Emulator> find_emulator(const binfmt::Target& target, const std::vector<std::string>& directories) {
    QRUN_TRY(auto path, binfmt::find_interpreter(target, directories));
    return Emulator{&target, std::move(path)};
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
