#include <unistd.h>

#include "base/text.hpp"
#include "binfmt/doctor.hpp"
#include "sys/file.hpp"
#include "sys/process.hpp"

namespace qrun::binfmt {
namespace {

std::string text_of(const std::string& path) {
    return sys::read_file(path).value_or("");
}

/// A number in a file of procfs; nothing when there is no such file.
std::optional<std::uint64_t> number_in(const std::string& path) {
    return parse_number(trim(text_of(path)));
}

/// The file system types of the mounts at `directory`, in the order of mounting (proc(5), mountinfo).
std::vector<std::string> mounts_at(const std::string& directory) {
    std::vector<std::string> types;
    for (const auto& line : split(text_of("/proc/self/mountinfo"), '\n')) {
        const auto fields = split(line, ' ');
        if (fields.size() < 5 || fields[4] != directory) continue;
        for (std::size_t i = 6; i + 1 < fields.size(); ++i) {
            if (fields[i] == "-") types.push_back(fields[i + 1]);
        }
    }
    return types;
}

bool knows_file_system(const std::string& type) {
    for (const auto& line : split(text_of("/proc/filesystems"), '\n')) {
        if (trim(line.substr(line.find('\t') + 1)) == type) return true;
    }
    return false;
}

/// The name of the calling user by /etc/passwd; the C library's look-up could ask a network service.
std::string user_name() {
    const std::string uid = std::to_string(::getuid());
    for (const auto& line : split(text_of("/etc/passwd"), '\n')) {
        const auto fields = split(line, ':');
        if (fields.size() > 2 && fields[2] == uid) return fields[0];
    }
    return uid;
}

bool has_range(const std::string& user) {
    for (const auto& line : split(text_of("/etc/subuid"), '\n')) {
        const auto fields = split(line, ':');
        if (fields.size() == 3 && (fields[0] == user || fields[0] == std::to_string(::getuid()))) return true;
    }
    return false;
}

void look_at_user_namespaces(DoctorFacts& facts) {
    facts.in_user_namespace = text_of("/proc/self/uid_map").find("4294967295") == std::string::npos;
    facts.user_namespaces_allowed = number_in("/proc/sys/user/max_user_namespaces").value_or(1) > 0 &&
                                    number_in("/proc/sys/kernel/unprivileged_userns_clone").value_or(1) > 0;
    facts.apparmor_restricts = number_in("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").value_or(0) > 0;
    facts.has_newuidmap = sys::find_program("newuidmap") && sys::find_program("newgidmap");
    if (::getuid() == 0) return;  // root needs no range
    facts.user = user_name();
    facts.has_subuid_range = has_range(facts.user);
}

}  // namespace

DoctorFacts find_doctor_facts(const std::string& directory, const std::vector<const Target*>& targets,
                              const std::vector<std::string>& emulator_directories, const Verifier& verifier) {
    DoctorFacts facts;
    facts.directory = directory;
    const auto before = mounts_at(directory);
    facts.automount_waits = !before.empty() && before.back() == "autofs";
    const auto registry = Registry::open(directory);  // triggers an automount
    facts.kernel_knows = registry || knows_file_system("binfmt_misc") || ::access(directory.c_str(), F_OK) == 0;
    facts.can_verify = verifier.can_run();
    if (registry) {
        auto inventory = take_inventory(*registry, read_boot_handlers(""), &verifier);
        if (inventory) {
            facts.inventory = *std::move(inventory);
        } else {
            facts.not_open = std::move(inventory).error();
        }
        facts.automount_waits = false;  // it has been triggered by looking
    } else {
        facts.not_open = registry.error();
    }
    for (const auto* target : targets) {
        facts.targets.push_back(
            {target, verifier.is_native(*target), newest_interpreter(*target, emulator_directories, "")});
    }
    look_at_user_namespaces(facts);
    return facts;
}

}  // namespace qrun::binfmt
