#include "cli/qrootfs_create.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

#include "base/log.hpp"
#include "base/text.hpp"
#include "cli/apt_settings.hpp"
#include "launch/facts.hpp"
#include "launch/plan.hpp"
#include "launch/run.hpp"
#include "rootfs/create.hpp"
#include "rootfs/inspect.hpp"
#include "sys/file.hpp"
#include "sys/process.hpp"

namespace qrun::cli {
namespace {

constexpr int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};

/// The signal that asked this process to end while no command ran (launch::run passes signals on itself).
volatile std::sig_atomic_t noted_signal = 0;

/// From now on a signal is noted, so that what was begun can be cleaned up before the end.
void note_signals() {
    for (const int number : ending_signals) std::signal(number, [](int n) { noted_signal = n; });
}

/// Where a rootfs is made: PARENT/.NAME.qrootfs-partial/rootfs, then renamed to PARENT/NAME.
struct Places {
    std::string parent;
    std::string final;
    std::string partial;
    std::string rootfs;
};

Result<Places> find_places(const std::string& directory) {
    std::string path = directory;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (path.empty() || path == "/") return fail(plain_error("a rootfs cannot be made at", directory));
    const auto slash = path.rfind('/');
    const std::string parent = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (name == "." || name == "..") {
        return fail(plain_error("a rootfs needs a directory with a name of its own, not", directory));
    }
    Places places;
    auto real = sys::real_path(parent, "cannot make a rootfs below");
    if (!real) {
        real.error().hint = "make that directory first";
        return fail(std::move(real).error());
    }
    places.parent = *real == "/" ? "" : *real;
    places.final = places.parent + "/" + name;
    places.partial = places.parent + "/." + name + ".qrootfs-partial";
    places.rootfs = places.partial + "/rootfs";
    return places;
}

Status refuse_occupied(const Places& places, const std::string& shown) {
    struct stat st {};
    if (::lstat(places.final.c_str(), &st) != 0) {
        if (errno == ENOENT) return {};
        return fail(errno_error("cannot examine", shown));
    }
    if (!S_ISDIR(st.st_mode)) return fail(errno_error_of(ENOTDIR, "cannot make a rootfs at", shown));
    QRUN_TRY(const Fd fd, sys::open_file(places.final, O_RDONLY | O_DIRECTORY));
    const auto names = sys::list_directory(fd.get(), 100000, shown);
    if (names && names->empty()) return {};
    return fail(plain_error("the directory is not empty:", shown, "choose a new name, or empty it first"));
}

Result<std::string> architecture_for(const CreateOptions& options, const Places& places) {
    const std::string name =
        options.architecture.empty() ? places.final.substr(places.parent.size() + 1) : options.architecture;
    const auto* target = binfmt::find_target(name);
    if (target == nullptr && options.architecture.empty()) {
        return fail(
            plain_error("--arch is missing: which architecture?", {}, "for example --arch armhf or --arch arm64"));
    }
    if (target == nullptr) {
        const std::string near = binfmt::nearest_name(name);
        return fail(
            plain_error("unknown architecture", name,
                        near.empty() ? "names like armhf, arm64, riscv64 are known" : "did you mean " + near + "?"));
    }
    const auto debian_names = split(target->debian, ',');
    for (const auto& debian : debian_names) {
        if (debian == name) return debian;
    }
    if (debian_names.front().empty()) return fail(plain_error("Debian has no architecture for", name));
    return debian_names.front();
}

Status need_programs(bool foreign) {
    const auto need = [](const char* program) -> Status {
        if (sys::find_program(program)) return {};
        return fail(plain_error(std::string(program) + " is not installed; a rootfs of Debian is made with it", {},
                                std::string("install it: apt-get install ") + program));
    };
    QRUN_CHECK(need("mmdebstrap"));
    if (foreign) QRUN_CHECK(need("arch-test"));
    return {};
}

Status need_many_ids(const launch::IdMaps& ids) {
    if (ids.warning.empty()) return {};
    return fail(plain_error("a rootfs needs many user ids, and there is only one: " + ids.warning, {}, ids.hint));
}

Result<launch::LaunchPlan> plan_for(const std::string& architecture, const Places& places,
                                    std::vector<std::string> command) {
    launch::Options options;
    options.architecture = architecture;
    options.command = std::move(command);
    if (::geteuid() == 0) options.kept_ownership = {places.partial};
    QRUN_TRY(const auto facts, launch::find_facts(options));
    if (!facts.emulators.empty()) QRUN_CHECK(need_programs(true));
    QRUN_TRY(auto plan, launch::make_plan(options, facts));
    QRUN_CHECK(need_many_ids(plan.ids));
    // Only real root keeps owners through id-mapped mounts; root of a container has them by its own map.
    if (!plan.ids.moves_owners) plan.kept_ownership.clear();
    return plan;
}

/// Removes what lies at the partial place, whoever of the id map owns it.
Status remove_partial(const std::string& architecture, const Places& places) {
    struct stat st {};
    if (::lstat(places.partial.c_str(), &st) != 0) return {};
    for (const int number : ending_signals) std::signal(number, SIG_IGN);  // another Ctrl-C must not stop this
    auto plan = plan_for(architecture, places, {"rm", "-rf", "--one-file-system", places.rootfs});
    auto status = plan ? launch::run(*plan) : Result<int>(fail(plan.error()));
    note_signals();
    if (!status) return fail(status.error());
    if (::rmdir(places.partial.c_str()) != 0) {
        return fail(errno_error("cannot remove the unfinished rootfs", places.partial));
    }
    return {};
}

/// Takes the partial place: makes its directory, or takes over what a killed run left, and locks it.
Result<Fd> take_partial(const std::string& architecture, const Places& places) {
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (::mkdir(places.partial.c_str(), 0755) != 0 && errno != EEXIST) {
            return fail(errno_error("cannot make a rootfs below", places.parent.empty() ? "/" : places.parent,
                                    "choose a directory that you can write to"));
        }
        QRUN_TRY(Fd lock, sys::open_file(places.partial, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
        if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
            return fail(plain_error("another qrootfs create is making", places.final, "wait until it has ended"));
        }
        const auto left = sys::list_directory(lock.get(), 10, places.partial);
        if (left && left->empty()) return lock;
        log_info("removing what an interrupted run left at " + places.partial);
        QRUN_CHECK(remove_partial(architecture, places));
    }
    return fail(plain_error("cannot take the place of the unfinished rootfs:", places.partial));
}

rootfs::CreateRequest request_for(const CreateOptions& options, const std::string& architecture) {
    rootfs::CreateRequest request;
    request.architecture = architecture;
    request.suite = options.suite;
    request.variant = options.variant;
    request.packages = options.packages;
    request.quiet = verbosity() == Verbosity::quiet;
    request.verbose = verbosity() == Verbosity::verbose;
    if (!options.mirror.empty()) {
        request.sources = {{options.mirror, options.suite, {"main"}}};
    } else {
        request.sources = host_sources(options.suite);
    }
    return request;
}

/// Leaves out of the request what its mirror does not serve for this architecture at present.
void leave_out_unusable(rootfs::CreateRequest& request) {
    std::vector<rootfs::AptSource> optional;
    for (const auto& source : request.sources) {
        if (rootfs::is_optional(source, request.suite)) optional.push_back(source);
    }
    for (const auto& [source, reason] : unusable_sources(optional, request.architecture)) {
        log_warning(
            fmt::format("leaving out {} for {}: {}", source.release, request.architecture, reason),
            "the rootfs lacks its updates; when the mirror is mended, take the # off in etc/apt/sources.list");
        std::erase(request.sources, source);
        request.left_out.push_back(source);
    }
}

/// Checks what was made and moves it to its place.
Status finish(const Places& places, const std::string& shown) {
    QRUN_TRY(const Fd fd, sys::open_file(places.rootfs, O_RDONLY | O_DIRECTORY, "no rootfs was made at"));
    QRUN_TRY(const auto architecture, rootfs::architecture_of(fd.get(), "", places.rootfs));
    if (::rename(places.rootfs.c_str(), places.final.c_str()) != 0) {
        return fail(errno_error("cannot move the finished rootfs to", shown));
    }
    return {};
}

}  // namespace

Result<int> create_rootfs(const CreateOptions& options) {
    QRUN_TRY(const auto places, find_places(options.directory));
    QRUN_CHECK(refuse_occupied(places, options.directory));
    QRUN_TRY(const std::string architecture, architecture_for(options, places));
    QRUN_CHECK(need_programs(false));
    auto request = request_for(options, architecture);
    QRUN_CHECK(rootfs::check(request));
    QRUN_TRY(auto plan, plan_for(architecture, places, rootfs::create_command(request, places.rootfs)));
    if (options.dry_run) {
        std::fputs(launch::describe(plan).c_str(), stdout);
        return 0;
    }
    note_signals();
    QRUN_TRY(const Fd lock, take_partial(architecture, places));
    leave_out_unusable(request);
    if (noted_signal != 0) {
        QRUN_CHECK(remove_partial(architecture, places));
        return 128 + noted_signal;
    }
    plan.command = rootfs::create_command(request, places.rootfs);
    log_info(fmt::format("making a rootfs of {} {} in {}", request.suite, architecture, options.directory));

    auto made = launch::run(plan);
    if (made && *made == 0) {
        if (auto finished = finish(places, options.directory); !finished) made = fail(std::move(finished).error());
    }
    if (auto removed = remove_partial(architecture, places); !removed) log_error(removed.error());
    if (!made) return fail(std::move(made).error());
    if (*made != 0) {
        log_error(plain_error(fmt::format("mmdebstrap failed with status {}; nothing was made at", *made),
                              options.directory, "its messages above say why; -v shows more"));
        return *made > 128 ? *made : 1;
    }
    log_info(fmt::format("done; try: qrun --rootfs {} -- uname -m", shell_quoted(options.directory)));
    return 0;
}

}  // namespace qrun::cli
