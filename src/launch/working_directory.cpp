#include "launch/working_directory.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace qrun::launch {
namespace {

/// What a system is made of (hier(7)): mounting one of these over the rootfs's would break it.
constexpr std::array<std::string_view, 31> system_directories{
    "/",          "/bin",       "/boot",        "/etc",        "/lib",       "/lib32",     "/lib64",       "/libx32",
    "/opt",       "/run",       "/sbin",        "/usr",        "/usr/bin",   "/usr/games", "/usr/include", "/usr/lib",
    "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/libx32", "/usr/local", "/usr/sbin",  "/usr/share",   "/usr/src",
    "/var",       "/var/cache", "/var/lib",     "/var/log",    "/var/spool", "/var/tmp",   "/tmp"};

/// The guest has its own of these, and nothing of the host's belongs below them.
constexpr std::array<std::string_view, 3> private_directories{"/proc", "/sys", "/dev"};

bool is_system_directory(const std::string& path) {
    return std::find(system_directories.begin(), system_directories.end(), path) != system_directories.end() ||
           std::any_of(private_directories.begin(), private_directories.end(),
                       [&](std::string_view directory) { return is_within(path, std::string(directory)); });
}

}  // namespace

bool is_within(const std::string& path, const std::string& directory) {
    if (directory == "/") return true;
    return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

Result<WorkingDirectoryPlan> plan_working_directory(WorkingDirectoryWish wish, const WorkingDirectoryFacts& facts) {
    if (facts.rootfs.empty()) return WorkingDirectoryPlan{false, facts.path, {}};
    if (facts.rootfs != "/" && is_within(facts.real_path, facts.rootfs)) {
        const std::string inside = facts.real_path.substr(facts.rootfs.size());
        return WorkingDirectoryPlan{false, inside.empty() ? "/" : inside, {}};
    }
    WorkingDirectoryPlan elsewhere{false, "/", {}};
    if (wish == WorkingDirectoryWish::never) return elsewhere;

    if (is_system_directory(facts.path) || is_system_directory(facts.real_path)) {
        if (wish == WorkingDirectoryWish::always) {
            return fail(plain_error("the working directory cannot be shown, it would hide the rootfs's own",
                                    facts.path, "go to a directory of your own, or leave out --cwd"));
        }
        return elsewhere;
    }
    if (wish == WorkingDirectoryWish::automatic && !facts.home.empty() && is_within(facts.home, facts.real_path)) {
        elsewhere.note = "the working directory " + facts.path +
                         " holds your home directory and is not shown to the guest; the command starts in /";
        return elsewhere;
    }
    return WorkingDirectoryPlan{true, facts.path, {}};
}

}  // namespace qrun::launch
