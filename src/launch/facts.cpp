#include "launch/facts.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/text.hpp"
#include "elf/file.hpp"
#include "sys/file.hpp"
#include "sys/process.hpp"

namespace qrun::launch {
namespace {

std::string user_name(uid_t uid) {
    const passwd* entry = ::getpwuid(uid);
    return entry != nullptr ? std::string(entry->pw_name) : std::to_string(uid);
}

std::string home_directory() {
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home != '/') {
        const passwd* entry = ::getpwuid(::getuid());
        if (entry == nullptr) return {};
        home = entry->pw_dir;
    }
    return sys::real_path(home).value_or("");
}

IdFacts find_ids(const std::optional<RootfsFacts>& rootfs, uid_t owner_uid, gid_t owner_gid) {
    IdFacts ids;
    ids.uid = ::geteuid();
    ids.gid = ::getegid();
    ids.owner_uid = rootfs ? owner_uid : ids.uid;
    ids.owner_gid = rootfs ? owner_gid : ids.gid;
    const std::uint32_t whose = ids.uid == 0 ? ids.owner_uid : ids.uid;
    ids.user = user_name(whose);
    ids.user_ranges = ranges_in(sys::read_file("/etc/subuid").value_or(""), ids.user, whose);
    ids.group_ranges = ranges_in(sys::read_file("/etc/subgid").value_or(""), ids.user, whose);
    ids.has_helpers = sys::find_program("newuidmap").has_value() && sys::find_program("newgidmap").has_value();
    ids.own_user_map = parse_id_map(sys::read_file("/proc/self/uid_map").value_or(""));
    ids.own_group_map = parse_id_map(sys::read_file("/proc/self/gid_map").value_or(""));
    return ids;
}

Result<Fd> open_rootfs(const std::string& path) {
    auto fd = sys::open_file(path, O_RDONLY | O_DIRECTORY, "cannot open the rootfs");
    if (fd) return fd;
    switch (fd.error().errno_value) {
        case ENOENT:
            fd.error().hint = "make one with: qrootfs create " + printable(shell_quoted(path));
            break;
        case ENOTDIR:
            fd.error().hint = "--rootfs takes a directory, the one that holds bin, etc and usr";
            break;
        case EACCES:
            fd.error().hint =
                "a rootfs must be readable and searchable for the user who runs it (see ls -ld on it and "
                "on the directories above it)";
            break;
        default:
            break;
    }
    return fd;
}

Result<RootfsFacts> look_at_rootfs(const Options& options, const Fd& fd, const struct stat& st) {
    RootfsFacts facts;
    QRUN_TRY(facts.place.path, sys::real_path(*options.rootfs));
    facts.place.device = st.st_dev;
    facts.place.inode = st.st_ino;
    const auto names = sys::list_directory(fd.get(), 100000, *options.rootfs);
    if (names && names->empty()) {
        return fail(plain_error("the rootfs is an empty directory:", *options.rootfs,
                                "make one there with: qrootfs create " + printable(shell_quoted(*options.rootfs))));
    }
    if (::faccessat(fd.get(), ".", X_OK, AT_EACCESS) != 0) {
        return fail(errno_error("cannot look into the rootfs", *options.rootfs,
                                "it must be readable and searchable for the user who runs it"));
    }
    const std::string command = options.command.empty() ? "" : options.command.front();
    QRUN_TRY(facts.architecture, rootfs::architecture_of(fd.get(), command, *options.rootfs));
    facts.account = rootfs::account_of(fd.get(), 0);
    return facts;
}

Result<const binfmt::Target*> target_for(const Options& options, const std::optional<RootfsFacts>& rootfs) {
    if (!options.architecture) return rootfs ? rootfs->architecture.target : nullptr;
    const auto* target = binfmt::find_target(*options.architecture);
    if (target == nullptr) {
        const std::string near = binfmt::nearest_name(*options.architecture);
        return fail(
            plain_error("unknown architecture", *options.architecture,
                        near.empty() ? "names like armhf, arm64, riscv64 are known" : "did you mean " + near + "?"));
    }
    if (rootfs && target != rootfs->architecture.target) {
        return fail(plain_error("--arch " + *options.architecture +
                                    " does not fit: " + rootfs->architecture.evidence + " is of architecture " +
                                    std::string(rootfs->architecture.target->name) + " in the rootfs",
                                *options.rootfs, "leave --arch out: the rootfs's own files tell"));
    }
    return target;
}

/// The emulator of the target, and those of its relatives that happen to be installed: an arm64 rootfs may
/// hold armhf programs.
Result<std::vector<emulator::Emulator>> find_emulators(const Options& options, const binfmt::Target& target,
                                                       const binfmt::Target* host) {
    std::vector<emulator::Emulator> found;
    if (host != nullptr && target.family == host->family) return found;
    const auto directories = emulator::search_directories();
    if (options.emulator) {
        QRUN_TRY(auto chosen, emulator::emulator_at(target, *options.emulator));
        found.push_back(std::move(chosen));
    } else {
        QRUN_TRY(auto chosen, emulator::find_emulator(target, directories));
        found.push_back(std::move(chosen));
    }
    for (const auto& relative : binfmt::all_targets()) {
        if (relative.family != target.family || relative.name == target.name) continue;
        if (auto emulator = emulator::find_emulator(relative, directories)) found.push_back(std::move(*emulator));
    }
    return found;
}

const binfmt::Target* target_of_host() {
    const auto self = sys::open_file("/proc/self/exe", O_RDONLY);
    if (!self) return nullptr;
    const auto file = elf::read_file(self->get(), "/proc/self/exe");
    return file ? binfmt::target_of(file->first_bytes) : nullptr;
}

}  // namespace

Result<HostFacts> find_facts(const Options& options) {
    HostFacts facts;
    struct stat owner {};
    if (options.rootfs) {
        QRUN_TRY(const Fd fd, open_rootfs(*options.rootfs));
        QRUN_TRY(owner, sys::stat_of(fd.get(), *options.rootfs));
        QRUN_TRY(facts.rootfs, look_at_rootfs(options, fd, owner));
        facts.working_directory.rootfs = facts.rootfs->place.path;
    }
    facts.host_target = target_of_host();
    QRUN_TRY(facts.target, target_for(options, facts.rootfs));
    if (facts.target != nullptr) {
        QRUN_TRY(facts.emulators, find_emulators(options, *facts.target, facts.host_target));
    }
    facts.ids = find_ids(facts.rootfs, owner.st_uid, owner.st_gid);
    QRUN_TRY(facts.working_directory.path, sys::current_directory());
    QRUN_TRY(facts.working_directory.real_path, sys::real_path("."));
    facts.working_directory.home = home_directory();
    facts.resolver_file = sys::real_path("/etc/resolv.conf").value_or("");
    for (char** variable = environ; *variable != nullptr; ++variable) facts.environment.emplace_back(*variable);
    return facts;
}

}  // namespace qrun::launch
