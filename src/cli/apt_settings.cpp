#include "cli/apt_settings.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/text.hpp"
#include "sys/file.hpp"
#include "sys/process.hpp"

namespace qrun::cli {
namespace {

/// A directory of our own under $TMPDIR, removed at the end.
class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        const char* base = std::getenv("TMPDIR");
        std::string pattern = std::string(base != nullptr && *base == '/' ? base : "/tmp") + "/qrootfs.XXXXXX";
        if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

/// What apt says it cannot fetch: its first error line.
std::string first_error(const std::string& text) {
    for (const auto& line : split(text, '\n')) {
        if (line.starts_with("E: ")) return std::string(trim(line.substr(3)));
    }
    return "apt-get update failed";
}

/// Reads the indexes of `sources`; empty when it went well, else apt's reason.
std::string try_sources(const std::vector<rootfs::AptSource>& sources, const std::string& architecture) {
    const TemporaryDirectory directory;
    const std::string& at = directory.path();
    if (at.empty()) return {};
    std::error_code error;
    std::filesystem::create_directories(at + "/lists/partial", error);
    std::filesystem::create_directories(at + "/cache", error);
    {
        std::ofstream list(at + "/sources.list");
        for (const auto& source : sources) list << source.line() << '\n';
        std::ofstream(at + "/status");
    }
    const auto output = sys::run_program(
        {"apt-get", "update", "--error-on=any", "-oAPT::Architecture=" + architecture,
         "-oAPT::Architectures=" + architecture, "-oDir::Etc::SourceList=" + at + "/sources.list",
         "-oDir::Etc::SourceParts=/dev/null", "-oDir::State::Lists=" + at + "/lists",
         "-oDir::State::Status=" + at + "/status", "-oDir::Cache=" + at + "/cache",
         "-oAPT::Sandbox::User=", "-oAPT::Update::Post-Invoke-Success::=true", "-oAcquire::Languages=none"});
    if (!output || output->ending.shell_status() == 0) return {};  // without apt-get mmdebstrap has its say
    return first_error(output->standard_error + output->standard_output);
}

}  // namespace

std::vector<rootfs::AptSource> host_sources(const std::string& suite) {
    const auto output = sys::run_program({"apt-get", "indextargets", "--no-release-info", "--format",
                                          rootfs::index_target_format, "Created-By: Packages"});
    if (!output || output->ending.shell_status() != 0) return {};
    const std::string release = sys::read_file("/etc/os-release").value_or("");
    return rootfs::sources_for(suite, rootfs::parse_index_targets(output->standard_output),
                               rootfs::os_release_value(release, "ID"),
                               rootfs::os_release_value(release, "VERSION_CODENAME"));
}

std::vector<std::pair<rootfs::AptSource, std::string>> unusable_sources(const std::vector<rootfs::AptSource>& sources,
                                                                        const std::string& architecture) {
    std::vector<std::pair<rootfs::AptSource, std::string>> unusable;
    if (sources.empty() || try_sources(sources, architecture).empty()) return unusable;
    for (const auto& source : sources) {
        std::string reason = try_sources({source}, architecture);
        if (!reason.empty()) unusable.emplace_back(source, std::move(reason));
    }
    return unusable;
}

}  // namespace qrun::cli
